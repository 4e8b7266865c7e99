#pragma once

#include <QByteArrayView>
#include <QList>
#include <QStringView>

namespace signet {

// The secrets that this program holds, known by their value. What is kept are one-way fingerprints of their
// pieces, never the text, so a report that is written after the last copy of a token was overwritten is still
// searched for it. At most about a million fingerprints are kept (8 MiB); the oldest secrets are dropped
// first. Every function can be called from any thread.

// Secret calls it for every value. Values that are shorter than 8 characters are not remembered, nor words
// of less than 16 characters without a digit or without a letter: they occur in texts that mean
// something else. Nor does a row of at most three different characters count as a piece of a longer one.
void rememberSecret(QByteArrayView plain);

struct TextRange {
    qsizetype begin = 0;
    qsizetype end = 0;
};

// Where a text holds 16 or more characters in a row of a remembered secret, or all of a shorter one. Found as
// it is, in base64 (each alignment, both alphabets), in hexadecimal (secrets up to 128 bytes),
// percent-encoded, with escapes of JSON or of printable(), in another case, and with spaces, line ends or
// invisible characters in between. In order, not overlapping.
QList<TextRange> knownSecretsIn(QStringView text);

} // namespace signet
