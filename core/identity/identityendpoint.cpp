#include "core/identity/identityendpoint.h"

#include "core/identity/appserviceendpoint.h"
#include "core/identity/arcendpoint.h"
#include "core/identity/automationendpoint.h"
#include "core/identity/cloudshellendpoint.h"
#include "core/identity/endpointreply.h"
#include "core/identity/imds.h"
#include "core/identity/machinelearningendpoint.h"
#include "core/identity/servicefabricendpoint.h"

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

std::span<const EndpointSource> endpointSources()
{
    static const std::array sources{
        serviceFabricSource(),   automationSource(), appServiceSource(), appService2017Source(),
        machineLearningSource(), cloudShellSource(), arcSource(),        imdsSource(),
    };
    return sources;
}

const EndpointSource &endpointSource(EndpointKind kind)
{
    for (const EndpointSource &source : endpointSources()) {
        if (source.kind == kind)
            return source;
    }
    Q_UNREACHABLE();
}

EndpointKind detectEndpoint(const Host &host)
{
    for (const EndpointSource &source : endpointSources()) {
        if (source.detect(host))
            return source.kind;
    }
    Q_UNREACHABLE();
}

QCoro::Task<TokenAnswer> askForToken(Http http, TokenQuestion question, std::stop_token stop)
{
    const Host host = http.host();
    const EndpointKind kind = question.endpoint ? *question.endpoint : detectEndpoint(host);
    const EndpointSource &source = endpointSource(kind);
    question.endpoint = kind;

    if (!question.machine)
        question.machine = detectMachine(host);
    const Machine machine = *question.machine;
    QString address;
    int round = 0;
    EndpointStep step = source.request(question, host);
    while (const Request *request = std::get_if<Request>(&step)) {
        address = request->url.toString(QUrl::RemoveQuery | QUrl::RemoveUserInfo);
        auto asking = http.send(*request, stop);
        const Reply reply = co_await asking;
        EndpointReply seen(kind, reply, machine, host.environment(), host.now());
        if (question.manner == TokenQuestion::Manner::Provider)
            seen.isOverridden = false;
        step = source.read(question, seen, round, host);
        ++round;
    }

    TokenAnswer answer = std::get<TokenAnswer>(std::move(step));
    answer.endpoint = kind;
    answer.address = address;
    co_return answer;
}

TokenAnswer judgeTokenReply(const TokenQuestion &question, const Reply &reply, const Machine &machine,
                            const Environment &environment, std::chrono::sys_seconds now)
{
    const EndpointReply seen(question.endpoint.value_or(EndpointKind::Imds), reply, machine, environment,
                             now);
    return judgeReply(question, seen);
}

} // namespace signet
