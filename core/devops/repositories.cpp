#include "core/devops/repositories.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

Request repositoriesRequest(const OrganizationName &organization, QUuid session)
{
    return devOpsRequest("GET", DevOpsHost::Core, organization, u"_apis/git/repositories"_s,
                         QUrlQuery{{u"api-version"_s, u"7.1"_s}}, session);
}

std::optional<QList<RepositorySeen>> readRepositories(const Reply &reply)
{
    const QJsonValue list = jsonBody(reply).toObject()["value"_L1];
    if (!reply.answered() || reply.status != 200 || !list.isArray())
        return std::nullopt;
    QList<RepositorySeen> repositories;
    const QJsonArray values = list.toArray();
    for (const QJsonValue value : values) {
        const QJsonObject repository = value.toObject();
        repositories.append({repository["id"_L1].toString().toLower(), repository["name"_L1].toString(),
                             repository["project"_L1]["id"_L1].toString().toLower()});
    }
    return repositories;
}

} // namespace signet
