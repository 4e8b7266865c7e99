#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "core/result/redaction.h"

#include <cstdio>
#include <cstdlib>

using namespace signet;

namespace {

void require(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n", what);
    std::abort();
}

void checkAnswer(const PastedExplanation &answer, qsizetype lines)
{
    require(answer.causes.size() <= 10, "more causes than anybody reads");
    double before = 1;
    for (const Cause &cause : answer.causes) {
        require(findFinding(cause.finding) != nullptr, "a cause that the catalog does not have");
        require(cause.confidence >= 0 && cause.confidence <= before, "causes out of order");
        before = cause.confidence;
        require(!cause.why.isEmpty(), "a cause without a reason");
        require(cause.line >= 0 && cause.line <= lines, "a line that the text does not have");
        require(cause.quote.size() <= 201, "a long quote");
        require(cause.times >= 1, "a cause that was never said");
    }
    require(answer.causes.isEmpty() || answer.closest.isEmpty(), "an answer and a guess");
}

} // namespace

// Whatever is pasted gets an answer that holds together, and the pieces it arrives in change nothing. The
// first byte is the length of a piece.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    if (size == 0)
        return 0;
    const qsizetype step = 1 + data[0];
    const QByteArrayView text(data + 1, qsizetype(size - 1));
    PastedReader whole;
    whole.add(text);
    const PastedExplanation answer = whole.finish();
    checkAnswer(answer, text.count('\n') + 1);

    PastedReader pieces;
    for (qsizetype at = 0; at < text.size(); at += step)
        pieces.add(text.sliced(at, qMin(step, text.size() - at)));
    const PastedExplanation again = pieces.finish();
    require(again.causes.size() == answer.causes.size() && again.heldSecret == answer.heldSecret,
            "another answer for the same text in pieces");
    for (qsizetype i = 0; i < answer.causes.size(); ++i)
        require(again.causes[i].finding == answer.causes[i].finding
                    && again.causes[i].line == answer.causes[i].line,
                "another cause for the same text in pieces");
    return 0;
}
