#include "core/sandbox/faults.h"

#include "core/sandbox/devops/azuredevops.h"
#include "core/sandbox/devops/devopscall.h"
#include "core/sandbox/server/jsonresponse.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

bool fits(const Fault &fault, const ServerRequest &request)
{
    return (fault.method.isEmpty()
            || fault.method.compare(QString::fromLatin1(request.method), Qt::CaseInsensitive) == 0)
        && (request.host + request.path).contains(fault.path, Qt::CaseInsensitive);
}

// What a limit of the service adds to an answer, late or refused.
void addRateHeaders(ServerResponse *response, const World &world, int retryAfter, int remaining)
{
    response->addHeader("Retry-After", QByteArray::number(retryAfter));
    response->addHeader("X-RateLimit-Resource", "Services/Concurrency");
    response->addHeader("X-RateLimit-Delay", remaining == 0 ? "1.5" : "0.5");
    response->addHeader("X-RateLimit-Limit", "200");
    response->addHeader("X-RateLimit-Remaining", QByteArray::number(remaining));
    response->addHeader("X-RateLimit-Reset", QByteArray::number(world.clock + retryAfter));
}

ServerResponse throttled(const World &world, const ServerRequest &request, int retryAfter)
{
    if (!AzureDevOps::serves(request.host)) {
        ServerResponse response =
            jsonResponse(429,
                         {{u"error"_s,
                           QJsonObject{{u"code"_s, u"TooManyRequests"_s},
                                       {u"message"_s, u"The number of requests is over the limit."_s}}}});
        response.addHeader("Retry-After", QByteArray::number(retryAfter));
        return response;
    }
    ServerResponse response = devOpsError(
        429,
        u"Microsoft.TeamFoundation.Framework.Server.RequestBlockedException, "
        u"Microsoft.TeamFoundation.Framework.Server"_s,
        u"TF400733: The request has been canceled: Request was blocked due to exceeding usage of resource "
        u"'Concurrency' in namespace 'User'."_s);
    addRateHeaders(&response, world, retryAfter, 0);
    return response;
}

} // namespace

ServerResponse answerWithFaults(World *world, const ServerRequest &request,
                                const std::function<ServerResponse(const ServerRequest &)> &usual)
{
    for (Fault &fault : world->faults) {
        if (fault.times <= 0 || !fits(fault, request))
            continue;
        if (fault.skip > 0) {
            --fault.skip;
            continue;
        }
        --fault.times;
        const Fault now = fault; // the request may change the world
        switch (now.kind) {
        case Fault::Kind::Refusal: {
            ServerResponse response;
            response.status = now.status;
            if (!now.body.isEmpty())
                response.headers = {{"Content-Type", now.contentType}};
            response.body = now.body;
            return response;
        }
        case Fault::Kind::ResetBefore:
            return ServerResponse::reset();
        case Fault::Kind::ResetAfter:
            usual(request);
            return ServerResponse::reset();
        case Fault::Kind::Silence:
            return ServerResponse::silence();
        case Fault::Kind::Throttled:
            return throttled(*world, request, now.retryAfter);
        case Fault::Kind::Delayed: {
            ServerResponse response = usual(request);
            addRateHeaders(&response, *world, now.retryAfter, 12);
            return response;
        }
        }
    }
    return usual(request);
}

} // namespace signet::sandbox
