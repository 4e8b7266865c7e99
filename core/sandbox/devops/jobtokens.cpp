#include "core/sandbox/devops/jobtokens.h"

#include "core/sandbox/server/jsonresponse.h"
#include "core/sandbox/world/directory.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

bool isJobTokenRequest(const DevOpsAddress &address, const ServerRequest &request)
{
    return request.method == "POST" && sameName(address.path.value(1), u"_apis")
        && sameName(address.path.value(2), u"distributedtask") && sameName(address.path.last(), u"oidctoken");
}

ServerResponse answerJobToken(const World &world, const ServerRequest &request)
{
    const QString credential = QString::fromLatin1(request.header("Authorization"));
    for (const PipelineJob &job : world.pipelineJobs) {
        if (credential != u"Bearer "_s + job.accessToken)
            continue;
        if (sameName(request.queryValue(u"serviceConnectionId").value_or(QString()), job.serviceConnectionId))
            return jsonResponse(200, {{u"oidcToken"_s, job.assertion}});
        return devOpsError(404,
                           u"Microsoft.TeamFoundation.DistributedTask.WebApi."
                           "OidcTokenServiceConnectionNotFoundException, "
                           "Microsoft.TeamFoundation.DistributedTask.WebApi"_s,
                           u"The service connection does not exist, has been disabled or hasn't been "
                           "authorized for use."_s);
    }
    return unauthorized(u"TF400813: The user is not authorized to access this resource."_s);
}

} // namespace signet::sandbox
