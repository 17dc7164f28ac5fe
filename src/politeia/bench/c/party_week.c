/* The common workload (party_week.py) as a C program would have it: integers, fused, one pass a week, lanes are cells.
   Same layout, same random numbers and same bits as workload.py; columns of LANES values follow each other. */
#include <stdint.h>

#define LANES 64
enum { OPINION, MOOD = LANES, WIDE = 2 * LANES };
enum { INITIATIVE, WEEKS = LANES, FLAGS = 2 * LANES, SMALL = 3 * LANES };
enum { MEAN, FEELING = LANES, SIZE = 2 * LANES, DISTRICT = 3 * LANES, SHARE = 4 * LANES, CELL = 5 * LANES };
enum { MEMBER = 1, OFFICER = 2, PRESENT = 4, HEAD = 1 << 14, POST = 1 << 21 };
enum { HEADS, JOINED, LEFT, LINES, SQUARED, FELT, COMMAND, TENURE, POSTED, TALLIES };
enum { ONE = 32768, STAY = 45875, ECHOED = 11796, NOISY = 3932, FULL_RATE = 6554, LESS_RATE = 3290, BOUNDED = 16384,
       DUTIFUL = 1311, QUIT16 = 197, QUIT32 = 12884902, OLDEST = 255, PERIOD = 52, SHARES = 64 };
#define STEP 0x9E3779B1u

/* What holds for the cells of a group all week, and their sums. */
typedef struct {
    int32_t near[LANES], pulled[LANES], led[LANES], chance[LANES], steep[LANES], flat[LANES];
    int32_t counts[LANES], opinions[LANES], moods[LANES], squares[LANES], officers[LANES], marked[LANES];
    uint32_t step[LANES];
} __attribute__((aligned(64))) scratch;

static inline uint32_t word(uint32_t counter, uint32_t salt)
{
    uint32_t z = (counter ^ counter >> 16) * 0x7FEB352Du;
    z = (z ^ z >> 15 ^ salt) * 0x846CA68Bu;
    return z ^ z >> 16;
}

static inline uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return z ^ z >> 31;
}

static inline int32_t quotient(int32_t total, int32_t count)
{
    return (int32_t)((float)total / (float)(count > 0 ? count : 1));
}

static int row_of_persons(uint32_t start, uint32_t salt, int16_t *restrict wide, uint8_t *restrict small, scratch *restrict w)
{
    int marked = 0;
    for (int l = 0; l < LANES; l++) {
        uint32_t luck = word(start + w->step[l], salt);
        int32_t flags = small[FLAGS + l];
        int32_t member = -(flags & MEMBER), officer = -(flags >> 1 & 1), present = -(flags >> 2 & 1); /* masks */
        int32_t mood = (wide[MOOD + l] * STAY + w->pulled[l] + (int32_t)(luck & 65535) * NOISY) >> 16;
        int32_t opinion = wide[OPINION + l];
        int32_t gap = w->near[l] - opinion, far = gap < 0 ? -gap : gap;
        int32_t rate = FULL_RATE - (small[INITIATIVE + l] * LESS_RATE >> 8);
        int32_t drawn = far < BOUNDED ? gap * rate : 0;
        opinion += member & (drawn + w->led[l] - opinion * DUTIFUL) >> 16;
        int32_t weeks = small[WEEKS + l];
        weeks = weeks - member < OLDEST ? weeks - member : OLDEST;
        int32_t slope = mood > 0 ? w->steep[l] : w->flat[l];
        int32_t bound = w->chance[l] + (mood * slope >> 15);
        int32_t limit = (member & QUIT16) | (~member & bound);
        int32_t mark = (int32_t)(luck >> 16) < limit ? 1 : 0;
        wide[MOOD + l] = (int16_t)mood;
        wide[OPINION + l] = (int16_t)opinion;
        small[WEEKS + l] = (uint8_t)weeks;
        w->marked[l] = mark;
        marked += mark;
        int32_t counted = member & opinion;
        w->opinions[l] += counted;
        w->squares[l] += counted * counted >> 15;
        w->officers[l] += officer & counted;
        w->counts[l] += weeks + (member & (HEAD + (officer & POST)));
        w->moods[l] += present & mood;
    }
    return marked;
}

static int64_t joins(int64_t mood, int64_t share, const uint32_t *logistics)
{
    int64_t at = mood + share + ONE, k = at >> 8, low = logistics[k];
    return low + ((((int64_t)logistics[k + 1] - low) * (at & 255)) >> 8);
}

static void decide(uint32_t start, uint32_t salt, int16_t *wide, uint8_t *small, const int32_t *cell,
                   const uint32_t *logistics, scratch *w, int64_t *tally)
{
    for (int l = 0; l < LANES; l++) {
        uint8_t flags = small[FLAGS + l];
        if (!w->marked[l] || !(flags & PRESENT)) continue;
        uint32_t high = word(start + w->step[l], salt);
        int64_t luck = (int64_t)(high >> 16) << 16 | word(high, salt) >> 16;
        int32_t opinion = wide[OPINION + l], sign = flags & MEMBER ? -1 : 1;
        if (luck >= (sign < 0 ? QUIT32 : joins(wide[MOOD + l], cell[SHARE + l], logistics))) continue;
        tally[sign < 0 ? LEFT : JOINED]++;
        if (sign < 0) w->counts[l] -= small[WEEKS + l];
        small[WEEKS + l] = 0;
        small[FLAGS + l] = flags ^ MEMBER;
        w->counts[l] += sign * (flags & OFFICER ? HEAD + POST : HEAD);
        w->opinions[l] += sign * opinion;
        w->squares[l] += sign * (opinion * opinion >> 15);
        w->officers[l] += flags & OFFICER ? sign * opinion : 0;
    }
}

static void prepare(const int32_t *line, int32_t shocked, const int32_t *cell, const int32_t *bounds, scratch *w)
{
    for (int l = 0; l < LANES; l++) {
        const int32_t *of = bounds + 3 * ((cell[SHARE + l] * SHARES + ONE - 1) >> 15);
        w->near[l] = cell[MEAN + l];
        w->pulled[l] = cell[FEELING + l] * ECHOED + shocked;
        w->led[l] = line[cell[DISTRICT + l]] * DUTIFUL + 32768;
        w->chance[l] = of[0], w->steep[l] = of[1], w->flat[l] = of[2];
        w->counts[l] = w->opinions[l] = w->moods[l] = w->squares[l] = w->officers[l] = 0;
        w->step[l] = (uint32_t)l * STEP;
    }
}

static void close_cells(int32_t *cell, const scratch *w, int32_t *sums, int64_t *tally)
{
    int32_t heads = 0, posted = 0, tenure = 0;
    int64_t squared = 0, felt = 0, command = 0;
    for (int l = 0; l < LANES; l++) {
        int32_t members = w->counts[l] >> 14 & 127;
        cell[MEAN + l] = quotient(w->opinions[l], members);
        cell[FEELING + l] = quotient(w->moods[l], cell[SIZE + l]);
        cell[SHARE + l] = quotient(members << 15, cell[SIZE + l]);
        heads += members, posted += w->counts[l] >> 21, tenure += w->counts[l] & (HEAD - 1);
        squared += w->squares[l], felt += w->moods[l], command += w->officers[l];
    }
    tally[HEADS] += heads, tally[POSTED] += posted, tally[TENURE] += tenure;
    tally[SQUARED] += squared, tally[FELT] += felt, tally[COMMAND] += command;
    for (int l = 0; l < LANES; l++) sums[cell[DISTRICT + l]] += cell[MEAN + l];
}

static int32_t mean_of(int32_t total, int32_t count) /* rounded down */
{
    return total / count - (total % count < 0);
}

/* count weeks from begin on, of blocks first .. last - 1 of all; tallies[k][block] is what they add up to. */
void pass_weeks(uint64_t key, int64_t begin, int64_t count, int64_t first, int64_t last, int64_t all, const int64_t *extent,
                const int64_t *rows, const int32_t *season, const int32_t *bounds, const uint32_t *logistics, int16_t *wide,
                uint8_t *small, int32_t *cells, int32_t *line, int32_t *sums, const int32_t *counts, int64_t *tallies)
{
    scratch w;
    for (int64_t k = 0; k < count; k++) {
        int64_t week = begin + k;
        uint64_t salts = mix(key + (uint64_t)week * 0xA0761D6478BD642Fu);
        uint32_t salt = (uint32_t)salts, other = (uint32_t)(salts >> 32);
        for (int64_t block = first; block < last; block++) {
            const int64_t *of = extent + 4 * block;
            int64_t *tally = tallies + (k * all + block) * TALLIES;
            for (int64_t g = of[0]; g < of[1]; g++) {
                int32_t *cell = cells + g * CELL;
                prepare(line, season[week % PERIOD], cell, bounds, &w);
                for (int64_t row = rows[g]; row < rows[g + 1]; row++) {
                    uint32_t start = (uint32_t)(row * LANES) * STEP + salt;
                    if (row_of_persons(start, other, wide + row * WIDE, small + row * SMALL, &w))
                        decide(start, other, wide + row * WIDE, small + row * SMALL, cell, logistics, &w, tally);
                }
                close_cells(cell, &w, sums, tally);
            }
            for (int64_t d = of[2]; d < of[3]; d++) {
                tally[LINES] += line[d] = mean_of(sums[d], counts[d]);
                sums[d] = 0;
            }
        }
    }
}
