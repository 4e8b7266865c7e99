#include "core/session/membershipguide.h"

#include "core/net/addresses.h"

#include <QCoreApplication>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString tr(const char *text) { return QCoreApplication::translate("MembershipGuide", text); }

} // namespace

std::optional<MembershipGuide> membershipGuide(const Report &report)
{
    MembershipGuide guide;
    guide.organization = report.subject["organization"_L1].toString();
    if (!report.machine || report.machine->objectId.isEmpty() || guide.organization.isEmpty())
        return std::nullopt;
    guide.objectId = report.machine->objectId;
    guide.tenantId = report.machine->tenantId;
    guide.principal = report.machine->name.isEmpty() ? guide.objectId : report.machine->name;
    guide.usersPage = devOpsUrl(DevOpsHost::Core, guide.organization, u"_settings/users"_s, {});

    guide.steps = {
        tr("Open %1 as an administrator of the organization.").arg(guide.usersPage.toString()),
        tr("Choose Add users.")
            + u' ' + tr("Search for %1; its object id must be %2.").arg(guide.principal, guide.objectId),
        tr("Choose the access level Basic and the project that Terraform works in."),
        tr("Choose the group for that project: Project Administrators to manage it, Readers to look only."),
        tr("Choose Add. No invitation is sent and nobody has to sign in."),
    };

    const QJsonObject body{
        {u"accessLevel"_s,
         QJsonObject{{u"accountLicenseType"_s, u"express"_s}, {u"licensingSource"_s, u"account"_s}}},
        {u"servicePrincipal"_s,
         QJsonObject{{u"origin"_s, u"aad"_s},
                     {u"originId"_s, guide.objectId},
                     {u"subjectKind"_s, u"servicePrincipal"_s}}},
    };
    QUrlQuery version;
    version.addQueryItem(u"api-version"_s, u"7.1-preview.1"_s);
    const QUrl url = devOpsUrl(DevOpsHost::Entitlements, guide.organization,
                               u"_apis/serviceprincipalentitlements"_s, version);
    guide.command = u"az rest --method post --resource %1 --url '%2' --body '%3'"_s.arg(
        azureDevOpsResource, url.toString(QUrl::FullyEncoded),
        QString::fromUtf8(QJsonDocument(body).toJson(QJsonDocument::Compact)));
    return guide;
}

} // namespace signet
