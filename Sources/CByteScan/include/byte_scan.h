// Questions about many bytes at once, for which Swift has no words: vector compares that end in one bit a byte.
//
// The only C of ours. Every processor of its kind has these instructions (SSE2 on x86-64, NEON on arm64), so nothing is
// asked for at run time; elsewhere Swift's own way of doing it is taken, see ByteBlock.swift.
#pragma once

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// The classes of 64 bytes: one bit a byte, the first byte lowest.
typedef struct {
    // ASCII letters and digits.
    uint64_t words;
    // Of these the small letters.
    uint64_t small;
    // U+0020.
    uint64_t spaces;
    // Comma, hyphen, full stop: most of the marks of prose.
    uint64_t stops;
    // Bytes of characters beyond ASCII, and of these all but the first of each character.
    uint64_t beyond;
    uint64_t continuations;
} byte_classes;

// Where a byte stands first; `count` if it does not.
static inline size_t byte_scan_find(const uint8_t *bytes, size_t count, uint8_t wanted) {
    const uint8_t *found = memchr(bytes, wanted, count);
    return found ? (size_t)(found - bytes) : count;
}

#if defined(__SSE2__)
#include <emmintrin.h>

static inline __m128i byte_scan_below(__m128i bytes, char first, unsigned char count) {
    const __m128i offset = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
    return _mm_cmpeq_epi8(_mm_min_epu8(offset, _mm_set1_epi8((char)(count - 1))), offset);
}

// Classifies 64 bytes, which must all be there.
static inline byte_classes byte_scan_classes(const uint8_t *bytes) {
    byte_classes classes = {0, 0, 0, 0, 0, 0};
    for (int part = 0; part < 4; part++) {
        const __m128i sixteen = _mm_loadu_si128((const __m128i *)(bytes + 16 * part));
        const __m128i letters = byte_scan_below(_mm_or_si128(sixteen, _mm_set1_epi8(0x20)), 'a', 26);
        const __m128i words = _mm_or_si128(letters, byte_scan_below(sixteen, '0', 10));
        const __m128i small = byte_scan_below(sixteen, 'a', 26);
        const __m128i spaces = _mm_cmpeq_epi8(sixteen, _mm_set1_epi8(' '));
        const __m128i stops = byte_scan_below(sixteen, ',', 3);
        const __m128i continuations = _mm_cmplt_epi8(sixteen, _mm_set1_epi8((char)0xC0));
        classes.words |= (uint64_t)(uint32_t)_mm_movemask_epi8(words) << (16 * part);
        classes.small |= (uint64_t)(uint32_t)_mm_movemask_epi8(small) << (16 * part);
        classes.spaces |= (uint64_t)(uint32_t)_mm_movemask_epi8(spaces) << (16 * part);
        classes.stops |= (uint64_t)(uint32_t)_mm_movemask_epi8(stops) << (16 * part);
        classes.beyond |= (uint64_t)(uint32_t)_mm_movemask_epi8(sixteen) << (16 * part);
        classes.continuations |= (uint64_t)(uint32_t)_mm_movemask_epi8(continuations) << (16 * part);
    }
    return classes;
}

#elif defined(__ARM_NEON)
#include <arm_neon.h>

static inline uint64_t byte_scan_gathered(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
    static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    const uint8x16_t weights = vld1q_u8(bits);
    const uint8x16_t ab = vpaddq_u8(vandq_u8(a, weights), vandq_u8(b, weights));
    const uint8x16_t cd = vpaddq_u8(vandq_u8(c, weights), vandq_u8(d, weights));
    const uint8x16_t abcd = vpaddq_u8(ab, cd);
    return vgetq_lane_u64(vreinterpretq_u64_u8(vpaddq_u8(abcd, abcd)), 0);
}

// Classifies 64 bytes, which must all be there.
static inline byte_classes byte_scan_classes(const uint8_t *bytes) {
    uint8x16_t words[4], small[4], spaces[4], stops[4], beyond[4], continuations[4];
    for (int part = 0; part < 4; part++) {
        const uint8x16_t sixteen = vld1q_u8(bytes + 16 * part);
        const uint8x16_t folded = vorrq_u8(sixteen, vdupq_n_u8(0x20));
        const uint8x16_t letters = vcltq_u8(vsubq_u8(folded, vdupq_n_u8('a')), vdupq_n_u8(26));
        const uint8x16_t digits = vcltq_u8(vsubq_u8(sixteen, vdupq_n_u8('0')), vdupq_n_u8(10));
        words[part] = vorrq_u8(letters, digits);
        small[part] = vcltq_u8(vsubq_u8(sixteen, vdupq_n_u8('a')), vdupq_n_u8(26));
        spaces[part] = vceqq_u8(sixteen, vdupq_n_u8(' '));
        stops[part] = vcltq_u8(vsubq_u8(sixteen, vdupq_n_u8(',')), vdupq_n_u8(3));
        beyond[part] = vcgeq_u8(sixteen, vdupq_n_u8(0x80));
        continuations[part] = vcltq_u8(vsubq_u8(sixteen, vdupq_n_u8(0x80)), vdupq_n_u8(0x40));
    }
    byte_classes classes;
    classes.words = byte_scan_gathered(words[0], words[1], words[2], words[3]);
    classes.small = byte_scan_gathered(small[0], small[1], small[2], small[3]);
    classes.spaces = byte_scan_gathered(spaces[0], spaces[1], spaces[2], spaces[3]);
    classes.stops = byte_scan_gathered(stops[0], stops[1], stops[2], stops[3]);
    classes.beyond = byte_scan_gathered(beyond[0], beyond[1], beyond[2], beyond[3]);
    classes.continuations =
        byte_scan_gathered(continuations[0], continuations[1], continuations[2], continuations[3]);
    return classes;
}

#else

// Classifies 64 bytes, which must all be there.
static inline byte_classes byte_scan_classes(const uint8_t *bytes) {
    byte_classes classes = {0, 0, 0, 0, 0, 0};
    for (int place = 0; place < 64; place++) {
        const uint8_t folded = bytes[place] | 0x20;
        const uint64_t is_letter = (uint8_t)(folded - 'a') < 26, is_digit = (uint8_t)(bytes[place] - '0') < 10;
        classes.words |= (is_letter | is_digit) << place;
        classes.small |= (uint64_t)((uint8_t)(bytes[place] - 'a') < 26) << place;
        classes.spaces |= (uint64_t)(bytes[place] == ' ') << place;
        classes.stops |= (uint64_t)((uint8_t)(bytes[place] - ',') < 3) << place;
        classes.beyond |= (uint64_t)(bytes[place] >= 0x80) << place;
        classes.continuations |= (uint64_t)((bytes[place] & 0xC0) == 0x80) << place;
    }
    return classes;
}

#endif
