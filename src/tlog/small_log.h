/*
 * small_log.h - the small log of the specification as texts: its keys, its head, its receipt.
 *
 * Layer: tlog (tests only)   Source: log.md 1.7
 */
#ifndef YG_TLOG_SMALL_LOG_H
#define YG_TLOG_SMALL_LOG_H

#define LOG_VKEY "log.example/ygxf+fb53df0a+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define WITNESS_VKEY "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
#define OTHER_VKEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
#define NOTE_5                                                                                     \
    "log.example/ygxf\n5\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E=\n\n"                        \
    "\xe2\x80\x94 log.example/ygxf +1PfCg7/Inc4Z6WGlMU5dRuo7S9h5kZY1/s+DNvrm8kFdbVPwE7zD6TbmNBdhh" \
    "bJna3Mzq4XKAoC/7Ti31CkqRTLiAc=\n"
#define WITNESS_LINE                                                                               \
    "\xe2\x80\x94 witness.example/w1 IDJKvgAAAABpVbkAjjkbOvHmpT2N6dbgceEBc4Aei6B6KQhsjvPcn1vyfnPr" \
    "Z2zBUp2ihJD75/1rbaLn9MIss487ZGj+EXRJSqZfDw==\n"
#define RECEIPT_HASHES                                                                             \
    "danBjZcdSdFT8bnJ4aa2pzYcRttZ4hzbIb714PwOY4g=\nwtO6bRivQHzPVt3TeqNatym3Wrf/d5u70TxFCh3qjhQ=\n" \
    "hlw0FD49xfBkjqfdjwWHhmSrLmgwi4XgZjqRjBCaYO4=\n"
#define RECEIPT_1                                                                                  \
    "c2sp.org/tlog-proof@v1\n"                                                                     \
    "extra AQGvVoGdJDHq97L7f38l3+BqTbND0VcRYaTF2N6Iu6ZewqGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoa" \
    "GhAAAAFHNlcSAxCmtpbmQgYWNjZXB0ZWQKhk3FHezPzo+ueh+lSxHhhSzAzNZezGyr+N4TGlyxp6k=\n"             \
    "index 1\n" RECEIPT_HASHES "\n" NOTE_5 WITNESS_LINE
#define SMALL_POLICY                                                                               \
    "log " LOG_VKEY "\nwitness w1 " WITNESS_VKEY "\ngroup all all w1\nquorum all\n"

#endif
