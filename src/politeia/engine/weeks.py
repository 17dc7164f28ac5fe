"""What a generated week asks of the machine and Python has no word for: whole weeks in one call, and records in time.

A thread that comes back to Python between two weeks may have to wait there for the interpreter, which the others hold
for a while at each beginning and end of a history.  :data:`LOOP` calls the parts of a week by their addresses, so that
none of them is compiled a second time into it.
"""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

#: The loop, to be added to a generated week; in plain Python an address is the function itself.
LOOP = '''

@entry
def weeks(s, first, last, before, persons, after):
    """Weeks ``first .. last - 1``, by the addresses of their three parts."""
    for week in range(first, last):
        call_at(before, (s, week))
        call_at(persons, (s, week, 0, s.C.shape[0], 0))
        call_at(after, (s, week))
'''


@intrinsic
def call_at(_typing: Any, _address: Any, arguments: Any) -> Any:
    """Call a compiled function that returns nothing, by its address (:func:`address`)."""

    def lower(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        kinds = signature.args[1].types
        kind = context.call_conv.get_function_type(types.none, kinds)
        function = builder.inttoptr(values[0], kind.as_pointer())
        unpacked = cgutils.unpack_tuple(builder, values[1])
        status, _ = context.call_conv.call_function(builder, function, types.none, kinds, unpacked)
        with cgutils.if_unlikely(builder, status.is_error):
            context.call_conv.return_status_propagate(builder, status)
        return context.get_dummy_value()

    return types.none(types.int64, arguments), lower


def address(compiled: Any) -> int:
    """Where the machine code of a compiled function lies (``dispatcher.overloads[types]``)."""
    return int(compiled.library.get_pointer_to_function(compiled.fndesc.llvm_func_name))


@intrinsic
def prefetch(_typing: Any, array: Any, _index: Any) -> Any:
    """Ask for one element of an array, and do not wait for it: ``prefetch(s.P, i)`` changes nothing but when it arrives."""

    def lower(context: Any, builder: Any, signature: Any, values: Any) -> Any:
        held = context.make_array(signature.args[0])(context, builder, values[0])
        element = cgutils.get_item_pointer(context, builder, signature.args[0], held, [values[1]])
        byte, whole = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, whole, whole, whole])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0i8")
        reading_for_long_data = [whole(n) for n in (0, 3, 1)]
        builder.call(function, [builder.bitcast(element, byte), *reading_for_long_data])
        return context.get_dummy_value()

    return types.none(array, types.intp), lower
