/* The four heaviest processes of the week, by hand: as fast as an honest loop over the same records can be.
 *
 * tables.h is generated from the tables' columns: a struct for the rows of each table, "citizens" being an array of
 * citizens_row, and a struct world with every table and its length (n_citizens). Nothing is copied on the way in or
 * out.
 *
 * Compiled with -DPLAIN it is C as a careful programmer writes it: no vector instructions by name, and exp, log and cos
 * of the C library. With -ffp-contract=off as well, every number is bit for bit what the package computes: the order of
 * the operations is that of the rules. Compiled without, draws take vector instructions by name, exp is one of its own
 * that goes through many at once, and reciprocals are multiplied by. Wherever operations may be fused or exp is
 * another, quantities differ in their last bits, and what is counted or decided is the same.
 *
 * What makes them fast, the arithmetic apart:
 *  - what is the same for a whole unit is computed once a unit;
 *  - rows are taken in blocks, whose columns are laid out side by side, so that one instruction works on many of them,
 *    where the compiler finds one (-DPLAIN -DBLOCK=1 goes row by row, as most C does: nothing is then taken together);
 *  - so are the draws: 32-bit words of Philox, where the words that nobody reads are left out by the compiler;
 *  - whoever is certainly not ill this week is told so by a bound, without the six exps of the three chances.
 *
 * The package keeps the first number of a decision that everybody faces in a table of lots. That is scratch: here it
 * stays in the block.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#if defined(__AVX2__) && !defined(PLAIN)
#include <immintrin.h>
#endif

#include "tables.h"

#ifndef BLOCK
#define BLOCK 128
#endif

enum { WELL, MINOR, MEDIUM, MAJOR };
enum { SIMPLE_CASE = 1, COMPLEX_CASE };
enum { DAYS_PER_WEEK = 5, WEEKS_PER_YEAR = 52 };
enum { CASE_ARRIVAL = 32, CASE_UNITS = 33, PARTNER_JOINS = 61 }; /* decisions, as numbered in sim/draws.py */
enum { ILLNESS_ONSET = 40, ILLNESS_LENGTH = 41, STAY_HOME = 42 };

#define TO_UNIT (1.0 / 4294967296.0)
#define TWO_PI (2.0 * 3.141592653589793)

typedef struct {
    uint32_t week, seed_low, seed_high;
} moment;

/* ---- shapes and draws ------------------------------------------------------------------------------------------ */

static inline double at_most(double x, double high) { return high < x ? high : x; }
static inline double at_least(double x, double low) { return low > x ? low : x; }
static inline double clip(double x, double low, double high) { return at_most(at_least(x, low), high); }
static inline double clip01(double x) { return clip(x, 0.0, 1.0); }
static inline double positive(double x) { return at_least(x, 0.0); }
static inline double logistic(double x) { return 1.0 / (1.0 + exp(-x)); }
static inline double normal(double u1, double u2) { return sqrt(-2.0 * log(u1)) * cos(TWO_PI * u2); }
static inline double unit_number(uint32_t word) { return (word + 0.5) * TO_UNIT; }

/* e to the power x, within 2e-16 relative, without a table or a branch: the compiler does eight at once. */
static inline double exp_of_many(double x) {
    const double shift = 0x1.8p52;
    x = clip(x, -700.0, 700.0);
    const double shifted = x * 0x1.71547652b82fep0 + shift; /* the whole number nearest to x / ln 2, in the low bits */
    const double n = shifted - shift;
    const double r = (x - n * 0x1.62e42fefa39efp-1) - n * 0x1.abc9e3b39803fp-56;
    double sum = 1.0 / 479001600.0;
    sum = sum * r + 1.0 / 39916800.0;
    sum = sum * r + 1.0 / 3628800.0;
    sum = sum * r + 1.0 / 362880.0;
    sum = sum * r + 1.0 / 40320.0;
    sum = sum * r + 1.0 / 5040.0;
    sum = sum * r + 1.0 / 720.0;
    sum = sum * r + 1.0 / 120.0;
    sum = sum * r + 1.0 / 24.0;
    sum = sum * r + 1.0 / 6.0;
    sum = sum * r + 0.5;
    sum = sum * r + 1.0;
    sum = sum * r + 1.0;
    union { double number; int64_t bits; } power = {.number = shifted}, scaled = {.number = sum};
    scaled.bits += power.bits << 52; /* the exponent of the sum, raised by n */
    return scaled.number;
}

#ifdef PLAIN
#define OVER(dividend, number, reciprocal) ((dividend) / (number))
#define EXP(x) exp(x)
#else
#define OVER(dividend, number, reciprocal) ((dividend) * (reciprocal))
#define EXP(x) exp_of_many(x)
#endif

typedef struct {
    uint32_t a, b, c, d;
} block4;

/* Philox4x32-10 (Salmon and others 2011). */
static inline block4 philox(uint32_t who, uint32_t decision, uint32_t other, moment now) {
    uint32_t c0 = who, c1 = now.week, c2 = decision, c3 = other, k0 = now.seed_low, k1 = now.seed_high;
#pragma GCC unroll 10
    for (int round = 0; round < 10; round++) {
        const uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        const uint32_t first = (uint32_t)(p1 >> 32) ^ c1 ^ k0, third = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        c0 = first;
        c2 = third;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return (block4){c0, c1, c2, c3};
}

/* Whole numbers side by side, one in each 64 bits; the product of their lower halves, which compilers do not find. */
#if defined(__AVX512F__) && !defined(PLAIN)
typedef uint64_t lanes __attribute__((vector_size(64)));
#define WIDEN(words) (lanes)_mm512_cvtepu32_epi64(_mm256_loadu_si256((const __m256i *)(words)))
#define NARROW(words, numbers) _mm256_storeu_si256((__m256i *)(words), _mm512_cvtepi64_epi32((__m512i)(numbers)))
#define PRODUCT(one, other) (lanes)_mm512_mul_epu32((__m512i)(one), (__m512i)(other))
#elif defined(__AVX2__) && !defined(PLAIN)
typedef uint64_t lanes __attribute__((vector_size(32)));
#define WIDEN(words) (lanes)_mm256_cvtepu32_epi64(_mm_loadu_si128((const __m128i *)(words)))
#define NARROW(words, numbers) \
    _mm_storeu_si128((__m128i *)(words), _mm256_castsi256_si128(_mm256_permutevar8x32_epi32( \
                                             (__m256i)(numbers), _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6))))
#define PRODUCT(one, other) (lanes)_mm256_mul_epu32((__m256i)(one), (__m256i)(other))
#endif

/* The first two words of one decision of many. */
#ifdef PRODUCT
#define SAME(word) ((lanes){0} + (uint64_t)(word))
static void words_of_many(const uint32_t *restrict who, uint32_t *restrict first, uint32_t *restrict second,
                          uint32_t decision, moment now) {
    enum { LANES = sizeof(lanes) / 8 };
    const lanes factor_0 = SAME(0xD2511F53u), factor_1 = SAME(0xCD9E8D57u);
    for (int k = 0; k < BLOCK; k += LANES) {
        lanes c0 = WIDEN(who + k), c1 = SAME(now.week), c2 = SAME(decision), c3 = SAME(0);
        uint32_t k0 = now.seed_low, k1 = now.seed_high;
#pragma GCC unroll 10
        for (int round = 0; round < 10; round++) { /* upper halves hold what they like: only lower ones are read */
            const lanes p0 = PRODUCT(factor_0, c0), p1 = PRODUCT(factor_1, c2);
            c0 = (p1 >> 32) ^ c1 ^ SAME(k0);
            c2 = (p0 >> 32) ^ c3 ^ SAME(k1);
            c1 = p1;
            c3 = p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        NARROW(first + k, c0);
        NARROW(second + k, c1);
    }
}
#else
static void words_of_many(const uint32_t *restrict who, uint32_t *restrict first, uint32_t *restrict second,
                          uint32_t decision, moment now) {
    for (int k = 0; k < BLOCK; k++) {
        const block4 words = philox(who[k], decision, 0, now);
        first[k] = words.a;
        second[k] = words.b;
    }
}
#endif

/* A number (word + 0.5) / 2^32 is below a chance just where its word is below this: all steps are exact. */
static inline uint64_t words_below(double chance) {
    const double edge = ceil(chance * 4294967296.0 - 0.5);
    return edge <= 0.0 ? 0 : edge >= 4294967296.0 ? UINT64_C(4294967296) : (uint64_t)edge;
}

/* ---- citizens judge services ----------------------------------------------------------------------------------- */

/* What all citizens of a unit have in common. */
typedef struct {
    double impression, usual_quality;
} common;

/* A block of citizens, column by column. */
typedef struct {
    double own[BLOCK], acquaintances[BLOCK], liability[BLOCK], expectation[BLOCK], impression[BLOCK],
        usual_quality[BLOCK];
    double perceived[BLOCK], satisfied[BLOCK];
} citizens_block;

static inline double moved(double share, double rest, double power) { return share / (share + rest * power); }

static void lay_out(citizens_block *restrict b, const world *restrict w, int64_t from, int number,
                    const common *restrict units) {
    const experiences_row *restrict told = w->experiences;
    for (int k = 0; k < number; k++) {
        const citizens_row *restrict citizen = w->citizens + from + k;
        const common *restrict unit = units + citizen->unit;
        b->own[k] = told[from + k].outcome;
        const double three = told[citizen->tie_1].outcome + told[citizen->tie_2].outcome + told[citizen->tie_3].outcome;
        b->acquaintances[k] = three + told[citizen->tie_4].outcome + told[citizen->tie_5].outcome;
        b->liability[k] = citizen->satisfaction_liability;
        b->expectation[k] = citizen->expectation;
        b->impression[k] = unit->impression;
        b->usual_quality[k] = unit->usual_quality;
    }
}

static void perceive(citizens_block *restrict b, const parameters_row *restrict p) {
    const double own_weight = 1.0 - p->published_quality_weight - p->acquaintance_weight;
    const double acquaintance_weight = p->acquaintance_weight;
    const double of_quality = p->quality_on_satisfaction, of_surprise = p->surprise_on_satisfaction;
    for (int k = 0; k < BLOCK; k++) {
        const double of_acquaintances = OVER(b->acquaintances[k], 5.0, 0.2);
        const double perceived = own_weight * b->own[k] + acquaintance_weight * of_acquaintances + b->impression[k];
        const double quality = of_quality * (perceived - b->usual_quality[k]);
        const double surprise = of_surprise * (perceived - b->expectation[k]);
        b->perceived[k] = perceived;
        b->satisfied[k] = -(b->liability[k] + quality + surprise);
    }
    for (int k = 0; k < BLOCK; k++) b->satisfied[k] = EXP(b->satisfied[k]);
}

static void conclude(citizens_block *restrict b, const parameters_row *restrict p) {
    const double level = p->satisfaction_level, rest = 1.0 - level;
    const double expecting = p->expectation_weeks, expecting_share = 1.0 / expecting;
    for (int k = 0; k < BLOCK; k++) {
        b->satisfied[k] = moved(level, rest, b->satisfied[k]);
        b->expectation[k] += OVER(b->perceived[k] - b->expectation[k], expecting, expecting_share);
    }
}

static void write_down(const citizens_block *restrict b, citizens_row *restrict citizens, int number) {
    for (int k = 0; k < number; k++) {
        citizens_row *restrict citizen = citizens + k;
        citizen->expectation = b->expectation[k];
        citizen->perceived_quality = b->perceived[k];
        citizen->satisfaction = b->satisfied[k];
    }
}

/* -1: no memory, and nothing done. */
int judge_services(const world *restrict w) {
    const parameters_row *restrict p = w->parameters;
    common *units = malloc((size_t)w->n_units * sizeof *units);
    if (!units) return -1;
    _Alignas(64) citizens_block block = {0};
    for (int64_t u = 0; u < w->n_units; u++)
        units[u] = (common){w->units[u].impression, w->centres[w->units[u].service].perceived_quality};
    for (int64_t i = 0; i < w->n_citizens; i += BLOCK) {
        const int number = w->n_citizens - i < BLOCK ? (int)(w->n_citizens - i) : BLOCK;
        lay_out(&block, w, i, number, units);
        perceive(&block, p);
        conclude(&block, p);
        write_down(&block, w->citizens + i, number);
    }
    free(units);
    return 0;
}

/* ---- citizens draw conclusions ---------------------------------------------------------------------------------- */

/* What all citizens of a unit have in common, and how many they are. */
typedef struct {
    double part, coproduction, served;
} help_of_unit;

static help_of_unit help_of(const units_row *restrict unit, double at_table, const parameters_row *restrict p) {
    const double support = unit->coproduction_support;
    return (help_of_unit){
        .part = p->coproduction_on_citizen_trust * at_table * (support - p->support_needed),
        .coproduction = p->support_on_coproduction * at_table * support,
        .served = (double)unit->citizens,
    };
}

/* A block of citizens, column by column; and for each the shares of a unit's means. */
typedef struct {
    double change[BLOCK], trust[BLOCK], trait[BLOCK], coproduction[BLOCK], part[BLOCK], base[BLOCK], wish[BLOCK];
    double perceived[BLOCK], satisfied[BLOCK], served[BLOCK];
    double of_perceived[BLOCK], of_satisfied[BLOCK], of_coproduction[BLOCK];
} concluding_block;

static void lay_out_conclusions(concluding_block *restrict b, const citizens_row *restrict citizens, int number,
                                const help_of_unit *restrict units) {
    for (int k = 0; k < number; k++) {
        const citizens_row *restrict citizen = citizens + k;
        const help_of_unit *restrict unit = units + citizen->unit;
        b->perceived[k] = citizen->perceived_quality;
        b->satisfied[k] = citizen->satisfaction;
        b->change[k] = citizen->satisfaction - citizen->usual_satisfaction;
        b->trust[k] = citizen->trust;
        b->trait[k] = citizen->trust_trait;
        b->coproduction[k] = citizen->coproduction;
        b->part[k] = unit->part;
        b->base[k] = unit->coproduction;
        b->served[k] = unit->served;
    }
}

static void trust_and_take_part(concluding_block *restrict b, const parameters_row *restrict p) {
    const double wish_level = p->wish_for_competition_level, wish_rest = 1.0 - wish_level;
    const double on_wish = p->satisfaction_on_wish;
    const double asymmetry = p->trust_asymmetry, leak = p->trust_leak_weeks, leak_share = 1.0 / leak;
    const double of_results = p->citizen_trust_gain * p->satisfaction_on_citizen_trust;
    const double coproduction_level = p->coproduction_level, of_trust = p->trust_on_coproduction;
    const double weeks = p->coproduction_weeks, weeks_share = 1.0 / weeks;
    for (int k = 0; k < BLOCK; k++) {
        const double change = b->change[k], trust = b->trust[k];
        const double goal = clip01(coproduction_level + of_trust * trust + b->base[k]);
        const double gain = (1.0 - trust) * positive(change), loss = asymmetry * trust * positive(-change);
        const double results = of_results * (gain - loss);
        const double back = OVER(b->trait[k] - trust, leak, leak_share);
        b->coproduction[k] += OVER(goal - b->coproduction[k], weeks, weeks_share);
        b->trust[k] = clip01(trust + results + b->part[k] + back);
        b->wish[k] = on_wish * change;
    }
    for (int k = 0; k < BLOCK; k++) b->wish[k] = EXP(b->wish[k]);
    for (int k = 0; k < BLOCK; k++) b->wish[k] = moved(wish_level, wish_rest, b->wish[k]);
    for (int k = 0; k < BLOCK; k++) {
        b->of_perceived[k] = b->perceived[k] / b->served[k];
        b->of_satisfied[k] = b->satisfied[k] / b->served[k];
        b->of_coproduction[k] = b->coproduction[k] / b->served[k];
    }
}

/* The sums of a municipality, in the order of its citizens. */
typedef struct {
    double perceived, satisfied, trust, part, wishes, complaints;
} sums;

static void write_down_conclusions(const concluding_block *restrict b, citizens_row *restrict citizens, int number,
                                   units_row *restrict units, double everybody, sums *restrict all) {
    for (int k = 0; k < number; k++) {
        citizens_row *restrict citizen = citizens + k;
        units_row *restrict unit = units + citizen->unit;
        citizen->trust = b->trust[k];
        citizen->coproduction = b->coproduction[k];
        citizen->wishes_competition = b->wish[k];
        unit->mean_perceived_quality += b->of_perceived[k];
        unit->mean_satisfaction += b->of_satisfied[k];
        unit->mean_coproduction += b->of_coproduction[k];
        all->perceived += b->perceived[k] / everybody;
        all->satisfied += b->satisfied[k] / everybody;
        all->trust += b->trust[k];
        all->part += b->coproduction[k];
        all->wishes += b->wish[k] / everybody;
        all->complaints += unit->complaint_rate / everybody;
    }
}

/* The citizens of a municipality stand together, and are served there. -1: no memory, and nothing done. */
int draw_conclusions(const world *restrict w) {
    const parameters_row *restrict p = w->parameters;
    help_of_unit *units = malloc((size_t)w->n_units * sizeof *units);
    if (!units) return -1;
    _Alignas(64) concluding_block block = {0};
    for (int k = 0; k < BLOCK; k++) block.served[k] = 1.0;
    for (int64_t m = 0; m < w->n_municipalities; m++) {
        municipalities_row *restrict here = w->municipalities + m;
        for (int64_t u = here->first_unit; u < here->first_unit + here->units; u++) {
            units_row *restrict unit = w->units + u;
            units[u] = help_of(unit, (double)here->citizens_at_table, p);
            unit->mean_perceived_quality = unit->mean_satisfaction = unit->mean_coproduction = 0.0;
            unit->complaint_rate += ((double)unit->complaints / units[u].served - unit->complaint_rate) / WEEKS_PER_YEAR;
        }
        const int64_t after_last = here->first_citizen + here->citizens;
        sums all = {0};
        for (int64_t i = here->first_citizen; i < after_last; i += BLOCK) {
            const int number = after_last - i < BLOCK ? (int)(after_last - i) : BLOCK;
            lay_out_conclusions(&block, w->citizens + i, number, units);
            trust_and_take_part(&block, p);
            write_down_conclusions(&block, w->citizens + i, number, w->units, (double)here->citizens, &all);
        }
        here->perceived_quality = all.perceived;
        here->satisfaction = all.satisfied;
        here->citizen_trust = all.trust / (double)here->citizens;
        here->coproduction = all.part / (double)here->citizens;
        here->wish_for_competition = all.wishes;
        here->complaint_rate = all.complaints;
    }
    free(units);
    return 0;
}

/* ---- citizens bring cases -------------------------------------------------------------------------------------- */

static void clear_last_week(const world *restrict w) {
    for (int64_t m = 0; m < w->n_municipalities; m++) w->municipalities[m].cases = 0;
    for (int64_t u = 0; u < w->n_units; u++) {
        w->units[u].cases = 0;
        w->units[u].case_hours = 0.0;
    }
    for (int64_t n = 0; n < w->n_partners; n++) {
        w->partners[n].shared_cases = 0;
        w->partners[n].work = w->partners[n].usual_work = 0.0;
    }
}

static inline double work_of_a_case(double coordination, double rework_share, const centres_row *restrict centre,
                                    const parameters_row *restrict p) {
    const double rework = p->rework * rework_share * (centre->case_coordination - coordination);
    return centre->hours_per_case * (1.0 + rework);
}

static int64_t unit_called(int64_t u, const world *restrict w, const municipalities_row *restrict here, int is_known,
                           double which) {
    const units_row *restrict unit = w->units + u;
    if (is_known && unit->informal_ties > 0)
        return w->ties[unit->first_informal_tie + (int64_t)(which * unit->informal_ties)].other;
    const int64_t other = here->first_unit + (int64_t)(which * (here->units - 1));
    return other < u ? other : other + 1;
}

static double share_case(int64_t u, int64_t v, const world *restrict w, const municipalities_row *restrict here) {
    const int64_t low = (u < v ? u : v) - here->first_unit, high = (u < v ? v : u) - here->first_unit;
    pairs_row *restrict pair = w->pairs + here->first_pair + low * (2 * here->units - low - 1) / 2 + high - low - 1;
    pair->shared_cases += 1;
    return pair->coordination;
}

static int64_t partner_called(int64_t service, const municipalities_row *restrict here,
                              const partners_row *restrict partners, double which) {
    const int64_t first = here->first_partner, after_last = first + here->partners;
    int64_t linked = 0;
    for (int64_t n = first; n < after_last; n++) linked += partners[n].service == service;
    if (linked == 0) return first + (int64_t)(which * here->partners);
    int64_t place = (int64_t)(which * linked);
    for (int64_t n = first; n < after_last; n++)
        if (partners[n].service == service && place-- == 0) return n;
    return first;
}

static double coordination_of_units(const cases_row *restrict one, int64_t u, const world *restrict w,
                                    const municipalities_row *restrict here) {
    double coordination = share_case(u, one->second_unit, w, here);
    if (one->third_unit < 0) return coordination;
    coordination += share_case(u, one->third_unit, w, here);
    return (coordination + share_case(one->second_unit, one->third_unit, w, here)) / 3.0;
}

static void call_units(cases_row *restrict one, const citizens_row *restrict citizen, const world *restrict w,
                       const municipalities_row *restrict here, moment now) {
    const int64_t u = citizen->unit;
    const block4 words = philox((uint32_t)citizen->id, CASE_UNITS, 0, now);
    const double structures = w->enacted[u].cross_unit_structures;
    const int64_t second = unit_called(u, w, here, unit_number(words.a) < structures, unit_number(words.b));
    const int64_t third = unit_called(u, w, here, unit_number(words.c) < structures, unit_number(words.d));
    const double needed = unit_number(philox((uint32_t)citizen->id, CASE_UNITS, 1, now).a);
    one->second_unit = (int32_t)second;
    one->third_unit = needed < w->parameters->third_unit_chance && third != second ? (int32_t)third : -1;
}

/* A complex case; the work it is to the citizen's own unit. */
static double open_case(cases_row *restrict one, const citizens_row *restrict citizen, const world *restrict w,
                        const municipalities_row *restrict here, moment now) {
    const parameters_row *restrict p = w->parameters;
    const int64_t service = w->units[citizen->unit].service;
    const centres_row *restrict centre = w->centres + service;
    call_units(one, citizen, w, here, now);
    one->coordination = coordination_of_units(one, citizen->unit, w, here);
    const block4 words = philox((uint32_t)citizen->id, PARTNER_JOINS, 0, now);
    if (unit_number(words.a) >= p->partner_chance || here->partners == 0)
        return work_of_a_case(one->coordination, 1.0, centre, p);
    one->partner = (int32_t)partner_called(service, here, w->partners, unit_number(words.b));
    partners_row *restrict partner = w->partners + one->partner;
    const double usual = w->centres[partner->service].partner_coordination;
    const double known = p->coordination_on_partners * (partner->coordination - usual);
    if (unit_number(words.c) >= logistic(p->partner_level + known + p->savings_on_partners * partner->saved_share)) {
        one->coordination = 0.0;
        return work_of_a_case(0.0, 1.0, centre, p);
    }
    one->partner_joined = 1;
    one->coordination = (one->coordination + partner->coordination) / 2.0;
    partner->shared_cases += 1;
    partner->usual_work += centre->hours_per_case;
    partner->work += work_of_a_case(one->coordination, p->share_of_savings_at_partners, centre, p);
    return work_of_a_case(one->coordination, 1.0 - p->share_of_savings_at_partners, centre, p);
}

static void bring_one(cases_row *restrict one, const citizens_row *restrict citizen, uint32_t how_complex,
                      const world *restrict w, moment now) {
    units_row *unit = w->units + citizen->unit;
    const municipalities_row *restrict here = w->municipalities + unit->municipality;
    unit->cases += 1;
    if (unit_number(how_complex) < w->services[unit->service].complexity && here->units > 1) {
        one->kind = COMPLEX_CASE;
        unit->case_hours += open_case(one, citizen, w, here, now);
    } else {
        one->kind = SIMPLE_CASE;
        unit->case_hours += w->centres[unit->service].hours_per_case;
    }
}

int bring_cases(const world *restrict w, uint32_t week, uint32_t seed_low, uint32_t seed_high) {
    const moment now = {week, seed_low, seed_high};
    const uint64_t arriving = words_below(w->parameters->case_rate);
    uint32_t who[BLOCK] = {0}, arrives[BLOCK], how_complex[BLOCK];
    clear_last_week(w);
    for (int64_t m = 0; m < w->n_municipalities; m++) {
        municipalities_row *restrict here = w->municipalities + m;
        const int64_t first = here->first_citizen, after_last = first + here->citizens;
        for (int64_t i = first; i < after_last; i += BLOCK) {
            const int number = after_last - i < BLOCK ? (int)(after_last - i) : BLOCK;
            for (int k = 0; k < number; k++) who[k] = (uint32_t)(w->citizens[first].id + i - first + k);
            words_of_many(who, arrives, how_complex, CASE_ARRIVAL, now);
            for (int k = 0; k < number; k++) {
                if (arrives[k] >= arriving) continue;
                cases_row *restrict one = w->cases + first + here->cases++;
                one->citizen = (int32_t)(i + k);
                one->partner = -1;
                one->partner_joined = one->complained = 0;
                bring_one(one, w->citizens + i + k, how_complex[k], w, now);
            }
        }
    }
    return 0;
}

/* ---- employees fall ill ---------------------------------------------------------------------------------------- */

/* What the three types of illness have of their own this week; minor, medium and major as 0, 1 and 2. */
typedef struct {
    double rate[3], season[3], strain[3], days[3], spread[3];
} illnesses;

static double season(uint32_t week, double amplitude) {
    return 1.0 + amplitude * cos(TWO_PI * ((int)(week % 52) - 4) / 52.0);
}

static illnesses illnesses_of(uint32_t week, const parameters_row *restrict p) {
    return (illnesses){
        .rate = {-p->minor_illnesses / 52.0, -p->medium_illnesses / 52.0, -p->major_illnesses / 52.0},
        .season = {season(week, p->season_of_minor), season(week, p->season_of_medium),
                   season(week, p->season_of_major)},
        .strain = {p->exhaustion_on_minor, p->exhaustion_on_medium, p->exhaustion_on_major},
        .days = {p->minor_days, p->medium_days, p->major_days},
        .spread = {p->minor_spread, p->medium_spread, p->major_spread},
    };
}

/* The people of a block who could fall ill, column by column. */
typedef struct {
    int64_t row[BLOCK];
    uint32_t who[BLOCK], onset[BLOCK], day[BLOCK];
    double level[BLOCK], worn[BLOCK], surplus[BLOCK], justice[BLOCK], bound[BLOCK];
} well_block;

/* exp of the level of the place: the same for a whole municipality. */
static double level_of(const municipalities_row *restrict here) {
    return exp(here->absence_level + here->national_level + here->national_drift);
}

typedef struct {
    int64_t unit;
    double woman_factor, service_factor, place, exhaustion, justice;
} workplace;

static workplace workplace_of(int64_t u, const world *restrict w, const double *restrict levels) {
    const units_row *restrict unit = w->units + u;
    const centres_row *restrict centre = w->centres + unit->service;
    return (workplace){u, centre->woman_factor, w->services[unit->service].illness_factor, levels[unit->municipality],
                       centre->exhaustion, centre->justice};
}

/* Lay out who is well among the next rows; how many. */
static int find_well(well_block *restrict b, const world *restrict w, int64_t from, int64_t to,
                     const double *restrict levels, workplace *restrict at) {
    const parameters_row *restrict p = w->parameters;
    const double of_women = p->illness_of_women, of_load = p->presenteeism_on_major_illness;
    const double most = p->most_presenteeism, of_justice = p->justice_on_illness;
    int number = 0;
    for (int64_t i = from; i < to; i++) {
        employees_row *restrict employee = w->employees + i;
        if (employee->unit != at->unit) *at = workplace_of(employee->unit, w, levels);
        employee->spell_began = 0;
        const double sex = employee->woman == 1 ? of_women : 1.0;
        b->row[number] = i;
        b->who[number] = (uint32_t)employee->id;
        b->level[number] = employee->frailty * sex * at->woman_factor * at->service_factor * at->place;
        b->worn[number] = b->level[number] * (1.0 + of_load * at_most(employee->presenteeism_load, most));
        b->surplus[number] = employee->exhaustion - at->exhaustion;
        b->justice[number] = of_justice * (employee->justice - at->justice);
        number += employee->spell == WELL && employee->presentee_days_left == 0;
    }
    return number;
}

/* A chance 1 - exp(-x) is never above x, nor is one type's effect of strain above the largest of the three: the sum of
 * the three x with that effect, and a little more than rounding could amount to. */
static void bound_chances(well_block *restrict b, const illnesses *restrict of) {
    const double sudden = -of->rate[0] * of->season[0] - of->rate[1] * of->season[1];
    const double major = -of->rate[2] * of->season[2];
    const double on_minor = of->strain[0], on_medium = of->strain[1], on_major = of->strain[2];
    for (int k = 0; k < BLOCK; k++) {
        const double of_sudden = at_least(on_minor * b->surplus[k], on_medium * b->surplus[k]);
        b->bound[k] = at_least(of_sudden, on_major * b->surplus[k]) - b->justice[k];
    }
    for (int k = 0; k < BLOCK; k++) b->bound[k] = EXP(b->bound[k]);
    for (int k = 0; k < BLOCK; k++)
        b->bound[k] = (b->level[k] * sudden + b->worn[k] * major) * b->bound[k] * (1.0 + 1e-9) + 1e-12;
}

static inline double onset_chance(int type, double level, double surplus, double justice,
                                  const illnesses *restrict of) {
    const double person = exp(of->strain[type] * surplus - justice);
    return 1.0 - exp(of->rate[type] * level * of->season[type] * person);
}

static int kind_of_illness(const well_block *restrict b, int k, const illnesses *restrict of) {
    const double onset = unit_number(b->onset[k]), surplus = b->surplus[k], justice = b->justice[k];
    const double major = onset_chance(2, b->worn[k], surplus, justice, of);
    if (onset < major) return MAJOR;
    const double medium = onset_chance(1, b->level[k], surplus, justice, of);
    if (onset < major + medium) return MEDIUM;
    const double minor = onset_chance(0, b->level[k], surplus, justice, of);
    return onset < major + medium + minor ? MINOR : WELL;
}

static double stay_home_chance(const employees_row *restrict employee, double inclination, const world *restrict w) {
    const parameters_row *restrict p = w->parameters;
    const units_row *restrict unit = w->units + employee->unit;
    const centres_row *restrict centre = w->centres + unit->service;
    const enacted_row *restrict lived = w->enacted + employee->unit;
    const double norm = w->teams[employee->team].short_absence_norm, usual = centre->short_absence_norm;
    const double towards = clip((norm - usual) / usual, -1.0, 1.0);
    const double pull = towards > 0.0 ? towards : p->downward_pull * towards;
    const double pressure = 1.0 - w->line_managers[unit->line_manager].support;
    const double of_goal = p->absence_goal_on_management * lived->absence_goal * pressure;
    const double strictness = lived->absence_strictness + of_goal;
    return logistic(p->stay_home_level + inclination + p->norm_on_staying_home * pull
                    - p->load_on_staying_home * positive(unit->felt_load - 1.0)
                    - p->insecurity_on_staying_home * (employee->job_insecurity - centre->job_insecurity)
                    - p->motivation_on_staying_home * (employee->motivation - centre->motivation)
                    - p->justice_on_staying_home * (employee->justice - centre->justice)
                    - p->strictness_on_staying_home * (strictness - w->baseline->absence_strictness));
}

static void begin_spell(employees_row *restrict employee, int kind, uint32_t day, const illnesses *restrict of,
                        const world *restrict w, moment now) {
    const block4 length = philox((uint32_t)employee->id, ILLNESS_LENGTH, 0, now);
    const double noise = normal(unit_number(length.a), unit_number(length.b));
    const double drawn = floor(of->days[kind - 1] * exp(of->spread[kind - 1] * noise) + 0.5);
    const double days = clip(drawn, 1.0, w->parameters->longest_spell);
    employee->spell_first_day = (int64_t)(unit_number(day) * DAYS_PER_WEEK);
    if (kind == MINOR) {
        const block4 home = philox((uint32_t)employee->id, STAY_HOME, 0, now);
        const double inclination = normal(unit_number(home.a), unit_number(home.b));
        if (unit_number(home.c) >= stay_home_chance(employee, inclination, w)) {
            employee->presentee_days_left = (int64_t)days;
            return;
        }
    }
    employee->spell = kind;
    employee->spell_days_drawn = (int64_t)days;
    employee->spell_days_left = days;
    employee->spell_began = 1;
}

int fall_ill(const world *restrict w, uint32_t week, uint32_t seed_low, uint32_t seed_high) {
    const moment now = {week, seed_low, seed_high};
    const illnesses of = illnesses_of(week, w->parameters);
    workplace at = {.unit = -1};
    double *levels = malloc((size_t)w->n_municipalities * sizeof *levels);
    if (!levels) return -1;
    _Alignas(64) well_block block = {0};
    for (int64_t m = 0; m < w->n_municipalities; m++) levels[m] = level_of(w->municipalities + m);
    for (int64_t i = 0; i < w->n_employees; i += BLOCK) {
        const int64_t to = w->n_employees - i < BLOCK ? w->n_employees : i + BLOCK;
        const int number = find_well(&block, w, i, to, levels, &at);
        words_of_many(block.who, block.onset, block.day, ILLNESS_ONSET, now);
        bound_chances(&block, &of);
        for (int k = 0; k < number; k++) {
            if (unit_number(block.onset[k]) >= block.bound[k]) continue;
            const int kind = kind_of_illness(&block, k, &of);
            if (kind != WELL) begin_spell(w->employees + block.row[k], kind, block.day[k], &of, w, now);
        }
    }
    free(levels);
    return 0;
}
