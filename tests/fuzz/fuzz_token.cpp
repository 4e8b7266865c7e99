#include "core/token/claims.h"
#include "core/token/pastedtoken.h"
#include "core/token/tokenage.h"

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

} // namespace

// Whatever is pasted is read or refused; what is told of a token is short and holds no control character.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const auto pasted = readPastedToken(std::move(text));
    if (!pasted)
        return 0;
    require(!pasted->token.isEmpty(), "an empty token");
    const auto claims = decodeClaims(pasted->token);
    if (!claims)
        return 0;
    const std::chrono::sys_seconds now{std::chrono::seconds(1790000000)};
    for (const ClaimLine &line : explainClaims(*claims, now)) {
        require(!line.claim.isEmpty() || claims->payload.contains(QString()), "a line about nothing");
        require(!line.sentence.isEmpty(), "a claim without words");
        require(line.value.size() <= 120, "a long value");
        for (const QChar c : line.value)
            require(c.isPrint() || c.isSurrogate(), "a control character");
    }
    const TokenAge age = ageOf(*claims, now, pasted->serverTime);
    require(!explainAge(*claims, age).isEmpty(), "no words about the age");
    return 0;
}
