#include "CLinux.h"

#if defined(__x86_64__)
#include <immintrin.h>

// SHA-256 by the processor's own instructions, four rounds at a time; FIPS 180-4, section 6.2, and Intel's manual for
// SHA256RNDS2, SHA256MSG1 and SHA256MSG2, which fix the order of the words in the two halves of the state.
__attribute__((target("sha,sse4.1"))) static void compress(
    uint32_t state[8], const uint8_t *data, size_t blocks, const uint32_t constants[64]) {
  const __m128i big_endian = _mm_set_epi64x(0x0C0D0E0F08090A0B, 0x0405060700010203);
  __m128i low = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0xB1);
  __m128i high = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1B);
  __m128i abef = _mm_alignr_epi8(low, high, 8), cdgh = _mm_blend_epi16(high, low, 0xF0);
  for (; blocks > 0; blocks--, data += 64) {
    __m128i words[4], abef_before = abef, cdgh_before = cdgh;
    for (int i = 0; i < 4; i++)
      words[i] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(data + 16 * i)), big_endian);
    for (int i = 0; i < 16; i++) {
      __m128i sum = _mm_add_epi32(words[i & 3], _mm_loadu_si128((const __m128i *)(constants + 4 * i)));
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, sum);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(sum, 0x0E));
      if (i >= 12) continue;
      __m128i next = _mm_sha256msg1_epu32(words[i & 3], words[(i + 1) & 3]);
      next = _mm_add_epi32(next, _mm_alignr_epi8(words[(i + 3) & 3], words[(i + 2) & 3], 4));
      words[i & 3] = _mm_sha256msg2_epu32(next, words[(i + 3) & 3]);
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  low = _mm_shuffle_epi32(abef, 0x1B);
  high = _mm_shuffle_epi32(cdgh, 0xB1);
  _mm_storeu_si128((__m128i *)state, _mm_blend_epi16(low, high, 0xF0));
  _mm_storeu_si128((__m128i *)(state + 4), _mm_alignr_epi8(high, low, 8));
}

// CPUID leaf 7: EBX bit 29 is SHA; see cpuid(1) of Intel's manual. Below a hypervisor the question takes microseconds.
static bool has_instructions(void) {
  static enum { UNKNOWN, ABSENT, PRESENT } answer = UNKNOWN;
  if (answer == UNKNOWN) {
    unsigned a, b = 0, c, d;
    __asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(7), "c"(0));
    answer = b >> 29 & 1 && __builtin_cpu_supports("sse4.1") ? PRESENT : ABSENT;
  }
  return answer == PRESENT;
}

bool linux_sha256(uint32_t state[8], const uint8_t *data, size_t blocks, const uint32_t constants[64]) {
  if (!has_instructions()) return false;
  compress(state, data, blocks, constants);
  return true;
}
#else
bool linux_sha256(uint32_t state[8], const uint8_t *data, size_t blocks, const uint32_t constants[64]) {
  (void)state, (void)data, (void)blocks, (void)constants;
  return false;
}
#endif
