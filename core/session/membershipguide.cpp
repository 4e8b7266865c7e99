#include "core/session/membershipguide.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/net/addresses.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("MembershipGuide", text);
}

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
        tr("Choose Add users.") + u' '
            + tr("Search for %1; its object id must be %2.").arg(guide.principal, guide.objectId),
        tr("Choose the access level Basic and the project that Terraform works in."),
        tr("Choose the group for that project: Project Administrators to manage it, Readers to look only."),
        tr("Choose Add. No invitation is sent and nobody has to sign in."),
    };

    // The same command that the finding gives: its words stand in the catalogue alone.
    const QJsonObject evidence{{u"organization"_s, guide.organization}, {u"objectId"_s, guide.objectId}};
    const QList<FindingText::Step> fix = describe(*findFinding(u"not-in-org"), evidence).fix;
    for (const FindingText::Step &step : fix) {
        if (guide.command.isEmpty())
            guide.command = step.command;
    }
    return guide;
}

} // namespace signet
