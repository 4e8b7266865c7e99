#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What worked once and changed.
std::vector<Finding> overTimeFindings()
{
    constexpr auto stage = "operations over time"_L1;
    return {
        {
            .id = finding::identityRecreated,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%principal|The identity% was made anew and has another object id"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A VM or identity that is deleted and created again, or switched off and on, "
                "gets a new object id. The member in %organization|the organization% still "
                "has the old one, under the same name."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add object id %objectId|of the new identity%, give it its rights again, and "
                         "remove the old member:"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::secondIdentityAppears,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Another identity was attached to %vm|the host%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A policy or another team added an identity, so the endpoint no longer knows "
                "which one is meant, or picks another. Nothing changed in the configuration."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name the identity by its client id:"),
                     "ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan", Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Look at which identities the host has, and remove what does not belong there:"),
                     "az vm identity show -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%", Actor::AzureAdmin}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::orgTenantSwitched,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%organization|The organization% moved to another tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "After the change the groups of the old tenant and their permissions are "
                "gone, and its identities cannot be members any more. All of them lose access "
                "at once."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Create the identity in the new tenant %organizationTenantId|of the "
                                       "organization%:"),
                     "az identity create -g %resourceGroup|RESOURCE_GROUP% -n IDENTITY", Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Add it and give it its rights again:"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::changeEntraConnection,
        },
        {
            .id = finding::devopsRateLimited,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Azure DevOps slows down or blocks %principal|the identity%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Limits count per identity, so one that many pipelines share runs out. The "
                "provider does not repeat; the service asks to wait %retryAfter|some% seconds."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Wait and lower the parallelism, or give each team an identity of its own:"),
                     "terraform apply -parallelism=3", Actor::You}},
            .link = links::rateLimits,
            .match = {{.all = {"TF400733: The request has been canceled: Request was blocked due to "
                               "exceeding usage of resource"}}},
        },
    };
}

} // namespace signet::chapters
