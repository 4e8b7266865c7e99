#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What worked once and changed.
std::vector<Finding> driftFindings()
{
    constexpr auto chapter = "operations over time"_L1;
    return {
        {
            .id = finding::identityRecreated,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%principal|The identity% was recreated with a different object id"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Deleting and recreating a VM or identity, or turning the identity off and on, creates a new "
                "object id. The member in %organization|the organization% has the same name but the old id."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Plan the membership and the permissions of object id "
                                       "%objectId|OBJECT_ID%, and remove the old member afterwards:"),
                     commands::planMember, Actor::OrganizationAdmin},
                    commands::addMemberByHand},
            .link = links::identitiesInAzureDevOps,
            .alsoMeantBy = {{"TF401444"_L1, 0.35}},
        },
        {
            .id = finding::secondIdentityAppears,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Another identity was attached to %vm|the host%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A policy or another team added an identity, so the endpoint refuses to choose one or "
                "returns a different one. Nothing changed in the configuration."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Specify the identity by its client id:"),
                     {"ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan",
                      "Set-Item Env:ARM_CLIENT_ID %expectedClientId|CLIENT_ID%; terraform plan"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Check which identities the host has, and remove those that do not belong there:"),
                     "az vm identity show -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%", Actor::AzureAdmin}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::orgTenantSwitched,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%organization|The organization% moved to another tenant"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The old tenant's groups and their permissions are gone, and its "
                                  "identities can no longer be members. All of them lose access at once."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Create the identity in the new tenant %organizationTenantId|of the "
                                       "organization%:"),
                     "az identity create -g %resourceGroup|RESOURCE_GROUP% -n IDENTITY", Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Plan its membership and its permissions again:"),
                     commands::planMember, Actor::OrganizationAdmin},
                    commands::addMemberByHand},
            .link = links::changeEntraConnection,
        },
        {
            .id = finding::devopsRateLimited,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps is throttling %principal|the identity%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Limits apply per identity, so an identity that many pipelines share can exceed them. The "
                "provider does not retry; the service asks it to wait %retryAfter|some% seconds."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Wait and lower the parallelism, or give each team its own identity:"),
                     "terraform apply -parallelism=3", Actor::You}},
            .link = links::rateLimits,
            .match = {{.all = {"TF400733: The request has been canceled: Request was blocked due to "
                               "exceeding usage of resource"}}},
            .serviceErrors = {"TF400733"_L1, "rate-delayed"_L1},
        },
    };
}

} // namespace signet::chapters
