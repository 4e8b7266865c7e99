#include "core/report/planascode.h"

#include "core/devops/securityroles.h"
#include "core/findings/evidencewords.h"
#include "core/result/printable.h"
#include "core/result/shellword.h"
#include "core/rights/rightwords.h"
#include "core/terraform/hclstring.h"
#include "core/terraform/providerblock.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct PlanAsCodeText {
    Q_DECLARE_TR_FUNCTIONS(PlanAsCode)
};

QString objectOf(const PlanStep &step)
{
    const QString words = tokenWords(step.namespaceId, step.token);
    return !words.isEmpty()      ? words
        : step.project.isEmpty() ? PlanAsCodeText::tr("Organization settings")
                                 : step.project;
}

// The name of a block, made from a name in Azure: letters, digits and underscores.
class BlockNames {
public:
    QString nameFor(const QString &text)
    {
        static const QRegularExpression other(u"[^a-z0-9]+"_s);
        QString name = text.toLower().replace(other, u"_"_s);
        while (name.startsWith(u'_'))
            name.remove(0, 1);
        while (name.endsWith(u'_'))
            name.chop(1);
        if (name.isEmpty() || name.front().isDigit())
            name.prepend(u"n_"_s);
        QString unique = name;
        for (int number = 2; m_used.contains(unique); ++number)
            unique = name + u'_' + QString::number(number);
        m_used.insert(unique);
        return unique;
    }

private:
    QSet<QString> m_used;
};

// Arguments of one block, their signs of equality in one column.
QString block(const QString &head, const QList<std::pair<QString, QString>> &arguments)
{
    qsizetype width = 0;
    for (const auto &[name, value] : arguments)
        width = qMax(width, name.size());
    QString text = head + u" {\n"_s;
    for (const auto &[name, value] : arguments)
        text += u"  "_s + name.leftJustified(width) + u" = "_s + value + u'\n';
    return text + u"}\n"_s;
}

QList<PlanStep> allSteps(const Plan &plan)
{
    return plan.present + plan.steps;
}

// A member that has more than was wanted keeps it.
AccessLevel levelFor(const Plan &plan)
{
    const bool hasLevel = !plan.present.isEmpty() && plan.present.first().kind == PlanStep::Kind::AddMember;
    const QString level = hasLevel ? plan.present.first().accessLevel : QString();
    return level.isEmpty() || level == "earlyAdopter"_L1 ? plan.accessLevel : AccessLevel::ofService(level);
}

QString azRest(const Request &request)
{
    QString command = u"az rest --method %1 --resource %2 --url %3"_s.arg(
        QString::fromLatin1(request.method).toLower(), azureDevOpsResource,
        shellWord(request.url.toString(QUrl::FullyEncoded)));
    if (request.body.isEmpty())
        return command;
    for (const auto &[name, value] : request.headers) {
        if (name == "Content-Type")
            command += u" --headers Content-Type="_s + QString::fromLatin1(value);
    }
    return command + u" --body "_s + shellWord(QString::fromUtf8(request.body));
}

// Variables of a shell stand outside of the quotes.
QString withVariables(QString command)
{
    return command.replace("%7BstorageKey%7D"_L1, "'\"$storageKey\"'"_L1)
        .replace("{storageKey}"_L1, "'\"$storageKey\"'"_L1)
        .replace("%7Bdescriptor%7D"_L1, "'\"$descriptor\"'"_L1);
}

} // namespace

QString planAsTerraform(const Plan &plan, NewIdentity identity)
{
    const bool makesIdentity = identity == NewIdentity::Yes;
    const QString who = plan.principalName();
    BlockNames resources;
    BlockNames projects;
    BlockNames groups;
    const QString name = resources.nameFor(who);
    const QString entitlement = u"azuredevops_service_principal_entitlement."_s + name;

    QString text = u"# %1\n\n"_s.arg(
        printable(PlanAsCodeText::tr("%1 as a member of %2.").arg(who, plan.organization.toString())));
    text += u"terraform {\n  required_providers {\n"_s;
    text += u"    azuredevops = {\n      source  = \"%1\"\n      version = \"%2\"\n    }\n"_s.arg(
        azureDevOpsProvider, ProviderSettings().versionConstraint);
    if (makesIdentity)
        text += u"    azurerm = {\n      source = \"hashicorp/azurerm\"\n    }\n"_s;
    text += u"  }\n}\n\n"_s;

    if (makesIdentity) {
        const auto id = ResourceId::parse(plan.principal.resourceId);
        text += u"variable \"resource_group_name\" {\n  type = string\n"_s;
        if (id)
            text += u"  default = "_s + hclQuoted(id->resourceGroup()) + u'\n';
        text += u"}\n\nvariable \"location\" {\n  type = string\n}\n\n"_s;
        text.replace("  type = string\n  default"_L1, "  type    = string\n  default"_L1);
        text += block(u"resource \"azurerm_user_assigned_identity\" "_s + hclQuoted(name),
                      {{u"name"_s, hclQuoted(id ? id->name() : who)},
                       {u"resource_group_name"_s, u"var.resource_group_name"_s},
                       {u"location"_s, u"var.location"_s}})
            + u'\n';
    }

    const auto &steps = allSteps(plan);
    const bool isMember = !plan.present.isEmpty() && plan.present.first().kind == PlanStep::Kind::AddMember;
    const bool changesLevel =
        !plan.steps.isEmpty() && plan.steps.first().kind == PlanStep::Kind::ChangeAccessLevel;
    if ((isMember || changesLevel) && !makesIdentity)
        text += block(u"import"_s, {{u"to"_s, entitlement}, {u"id"_s, hclQuoted(plan.member.storageKey)}})
            + u'\n';
    text += block(u"resource \"azuredevops_service_principal_entitlement\" "_s + hclQuoted(name),
                  {{u"origin_id"_s,
                    makesIdentity ? u"azurerm_user_assigned_identity.%1.principal_id"_s.arg(name)
                                  : hclQuoted(plan.principal.objectId.toString())},
                   {u"account_license_type"_s, hclQuoted(levelFor(plan).toString())}});

    QHash<QString, QString> projectBlocks;
    for (const PlanStep &step : steps) {
        if (!step.project.isEmpty() && !projectBlocks.contains(step.project)) {
            projectBlocks.insert(step.project, projects.nameFor(step.project));
            text += u'\n'
                + block(u"data \"azuredevops_project\" "_s + hclQuoted(projectBlocks[step.project]),
                        {{u"name"_s, hclQuoted(step.project)}});
        }
        const QString projectId = u"data.azuredevops_project.%1.id"_s.arg(projectBlocks.value(step.project));
        if (step.kind == PlanStep::Kind::AddToGroup) {
            const QString group = groups.nameFor(step.project + u' ' + step.group.section(u'\\', -1));
            QList<std::pair<QString, QString>> arguments;
            if (!step.project.isEmpty())
                arguments.append({u"project_id"_s, projectId});
            arguments.append({u"name"_s, hclQuoted(step.group.section(u'\\', -1))});
            text += u'\n' + block(u"data \"azuredevops_group\" "_s + hclQuoted(group), arguments);
            text += u'\n'
                + block(u"resource \"azuredevops_group_membership\" "_s + hclQuoted(group),
                        {{u"group"_s, u"data.azuredevops_group.%1.descriptor"_s.arg(group)},
                         {u"mode"_s, u"\"add\""_s},
                         {u"members"_s, u"[%1.descriptor]"_s.arg(entitlement)}});
        } else if (step.kind == PlanStep::Kind::AssignRole) {
            // The provider writes "$" as it is; in HCL only "${" begins a template.
            const QString resourceId =
                findRoleScope(step.roleScope)->resourceId.arg(u"${"_s + projectId + u'}');
            text += u'\n'
                + block(u"resource \"azuredevops_securityrole_assignment\" "_s
                            + hclQuoted(resources.nameFor(step.project + u' ' + step.roleScope)),
                        {{u"scope"_s, hclQuoted(findRoleScope(step.roleScope)->id)},
                         {u"resource_id"_s, u'"' + resourceId + u'"'},
                         {u"identity_id"_s, entitlement + u".id"_s},
                         {u"role_name"_s, hclQuoted(step.role)}});
        } else if (step.kind == PlanStep::Kind::AllowBits) {
            // The permissions resources of the provider take groups only.
            text += u"\n# %1\n# %2\n"_s.arg(
                printable(stepTitle(evidenceOf(plan, step))),
                printable(PlanAsCodeText::tr("The provider has no resource that allows permissions to a "
                                             "service principal. Apply this step with Signet.")));
        }
    }
    return text;
}

QString planAsAzureCli(const Plan &plan)
{
    QString text = u"#!/bin/sh\nset -eu\n"_s;
    for (const PlanStep &step : plan.steps) {
        text += u"\n# "_s + printable(stepTitle(evidenceOf(plan, step))) + u'\n';
        const QString command = azRest(requestOf(plan, step, plan.member, {}));
        if (step.kind != PlanStep::Kind::AddMember) {
            if (step.kind == PlanStep::Kind::ChangeAccessLevel)
                text += u"test \"$("_s + command + u" --query isSuccess --output tsv)\" = true\n"_s;
            else
                text += withVariables(command) + u'\n';
            continue;
        }
        text += u"descriptor=$("_s + command
            + u" --query servicePrincipalEntitlement.servicePrincipal.descriptor --output tsv)\n"_s;
        // A refusal comes with status 200, which the Azure CLI takes for success.
        text += u": \"${descriptor:?%1}\"\n"_s.arg(PlanAsCodeText::tr(
            "Azure DevOps refused the request; run the command without --query to see why"));
        const QString keys =
            devOpsUrl(DevOpsHost::Graph, plan.organization.toString(), u"_apis/graph/storagekeys/"_s, {})
                .toString(QUrl::FullyEncoded);
        text +=
            u"storageKey=$(az rest --method get --resource %1 --url '%2'\"$descriptor\"'?api-version=7.1' "
            "--query value --output tsv)\n"_s.arg(azureDevOpsResource, keys);
    }
    return text;
}

QString planAsRest(const Plan &plan)
{
    QString text;
    for (const PlanStep &step : plan.steps) {
        const Request request = requestOf(plan, step, plan.member, {});
        if (!text.isEmpty())
            text += u'\n';
        text += u"# "_s + printable(stepTitle(evidenceOf(plan, step))) + u'\n';
        text +=
            QString::fromLatin1(request.method) + u' ' + request.url.toString(QUrl::PrettyDecoded) + u'\n';
        for (const auto &[name, value] : request.headers) {
            if (name == "Content-Type")
                text += u"Content-Type: "_s + QString::fromLatin1(value) + u'\n';
        }
        if (!request.body.isEmpty())
            text += u'\n'
                + QString::fromUtf8(QJsonDocument::fromJson(request.body).toJson(QJsonDocument::Indented));
    }
    return text;
}

QStringList planAsClicks(const Plan &plan)
{
    const QString organization = plan.organization.url();
    const QString who = plan.principalName();
    QStringList clicks;
    for (const PlanStep &step : plan.steps) {
        const QString project =
            organization + u'/' + QString::fromLatin1(QUrl::toPercentEncoding(step.project));
        switch (step.kind) {
        case PlanStep::Kind::AddMember:
            clicks.append(PlanAsCodeText::tr(
                              "Open %1/_settings/users and select Add users. Search for %2 by name and check "
                              "that its object id is %3. Select the access level %4, clear the box for "
                              "sending an invitation, and select Add.")
                              .arg(organization, who, plan.principal.objectId.toString(),
                                   AccessLevel::ofService(step.accessLevel).displayName()));
            break;
        case PlanStep::Kind::ChangeAccessLevel:
            clicks.append(
                PlanAsCodeText::tr("Open %1/_settings/users, find %2, and select Change access level: %3.")
                    .arg(organization, who, AccessLevel::ofService(step.accessLevel).displayName()));
            break;
        case PlanStep::Kind::AddToGroup:
            clicks.append(
                PlanAsCodeText::tr(
                    "Open %1/_settings/%2, select the group %3, then Members, then Add, and add %4.")
                    .arg(step.project.isEmpty() ? organization : project,
                         step.project.isEmpty() ? u"groups"_s : u"permissions"_s,
                         step.group.section(u'\\', -1), who));
            break;
        case PlanStep::Kind::AssignRole: {
            static const QHash<QString, QString> pages{
                {u"service-connections"_s, u"_settings/adminservices"_s},
                {u"library"_s, u"_library"_s},
                {u"environments"_s, u"_environments"_s},
                {u"agent-queues"_s, u"_settings/agentqueues"_s},
            };
            clicks.append(
                PlanAsCodeText::tr("Open %1/%2, select Security, then Add, and add %3 with the role %4.")
                    .arg(project, pages.value(step.roleScope), who, step.role));
            break;
        }
        case PlanStep::Kind::AllowBits:
            clicks.append(
                PlanAsCodeText::tr("Open %1 and then the Security page of the object %2. Select %3, and set "
                                   "these permissions to Allow: %4.")
                    .arg(step.project.isEmpty() ? organization : project, objectOf(step), who,
                         permissionTitles(step)));
            break;
        }
    }
    return clicks;
}

} // namespace signet
