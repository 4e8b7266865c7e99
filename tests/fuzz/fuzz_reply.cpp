#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "core/identity/imds.h"
#include "core/result/redaction.h"
#include "core/signin/clitoken.h"
#include "core/signin/devicecode.h"

#include <QJsonDocument>

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

void check(const TokenAnswer &answer)
{
    const bool isToken = answer.outcome == TokenAnswer::Outcome::Token
        || answer.outcome == TokenAnswer::Outcome::TokenWithWarning;
    require(isToken == answer.hasToken(), "outcome and token do not go together");
    require(answer.outcome != TokenAnswer::Outcome::Error || answer.fault != IdentityFault::None,
            "an error of no kind");
    require(answer.canRetry || answer.longestWait.count() == 0, "a wait for nothing");
    const QByteArray facts = QJsonDocument(answer.facts).toJson();
    for (const QByteArray &secret : findSecrets(facts))
        std::fprintf(stderr, "%s\nstill holds %s\n", facts.constData(), secret.constData());
    require(findSecrets(facts).isEmpty(), "a secret in the facts");
    require((absenceOf(answer) == Absence::None) == answer.hasToken(),
            "absence and token do not go together");
}

// What Http leaves of a header: this program has held the tokens of all runs before this one.
QByteArray asReceived(const QByteArray &value)
{
    return withoutKnownSecrets(QString::fromLatin1(value)).toLatin1();
}

} // namespace

// The first byte chooses the endpoint, the second the status, up to the first empty line come headers, then
// the body. Whatever answers is judged, and the judgement is sound.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    if (size < 2)
        return 0;
    static constexpr int statuses[]{200, 202, 302, 400, 401, 403, 404, 410, 421, 429, 500, 503, 504};
    Reply reply;
    reply.delivery = Delivery::Answered;
    reply.status = statuses[data[1] % std::size(statuses)];
    const QByteArray rest(reinterpret_cast<const char *>(data + 2), qsizetype(size - 2));
    const qsizetype end = rest.indexOf("\n\n");
    const QList<QByteArray> lines = rest.left(qMax(end, qsizetype(0))).split('\n');
    for (const QByteArray &line : lines) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0)
            reply.headers.append({line.left(colon).trimmed(), asReceived(line.mid(colon + 1).trimmed())});
    }
    reply.body = end < 0 ? rest : rest.mid(end + 2);

    const std::chrono::sys_seconds now{std::chrono::seconds(1790000000)};
    const auto sources = endpointSources();
    TokenQuestion question;
    question.endpoint = sources[(data[0] >> 1) % sources.size()].kind;
    if (data[0] & 1)
        question.selector =
            IdentitySelector(*ClientId::parse(QStringLiteral("c0ffee11-2233-4455-8677-8899aabbccdd")));
    check(judgeTokenReply(question, reply, Machine(), Environment(), now));
    for (const MetadataPath path : {MetadataPath::Versions, MetadataPath::Instance,
                                    MetadataPath::IdentityInfo, MetadataPath::PlatformMetadata})
        judgeMetadataReply(path, reply, Machine(), Environment(), now);
    const TokenAnswer poll = judgeDeviceCodeReply(question, reply, now);
    if (poll.outcome != TokenAnswer::Outcome::Pending)
        check(poll);

    CommandOutcome outcome;
    outcome.exitCode = data[1] % 3;
    outcome.standardOutput = reply.body;
    outcome.standardError = rest;
    check(judgeCliOutcome(data[0] & 1 ? CliProgram::AzureCli : CliProgram::AzureDeveloperCli, question,
                          outcome, now));
    return 0;
}
