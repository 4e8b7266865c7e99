#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Plans and receipts: what keeps one from being made, applied or taken back. Refusals of the service are in
// the chapters of what they are about.
std::vector<Finding> setupFindings()
{
    constexpr auto stage = "setup"_L1;
    return {
        {
            .id = finding::accessLevelUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not an access level for an identity"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure DevOps gives a service principal one of these: %known|express, "
                                       "stakeholder, advanced%. Express is what its pages call Basic."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give express, the level that Terraform needs:"),
                     "signet setup plan --access-level %suggestion|express%", Actor::You}},
            .link = links::accessLevels,
        },
        {
            .id = finding::projectWishInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "\"%value|The value%\" does not say which right in which project"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is the name of a project, a sign of equality, and one of: "
                                       "%known|reader, contributor, administrator%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write it like this:"),
                     "signet setup plan --project 'Fabrikam-Fiber=contributor'", Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::projectUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%organization|The organization% shows no project %project|of that name%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "It does not exist, or %user|the account that is signed in% may not see "
                                  "it: the service answers both alike."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Compare the name with the list under "
                                       "https://dev.azure.com/%organization|ORG%"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
        },
        {
            .id = finding::groupUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%resource|The organization% has no group %group|of that name%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Groups are found by their display name, in the organization or in one "
                                  "project. Names that begin alike: %suggestion|none%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Take the name from the list under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::roleUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not a role that can be given there"),
            .cause = QT_TRANSLATE_NOOP("Finding", "The service offers: %known|Reader, User, Administrator%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give one of these roles:"),
                     "signet setup plan --project 'Fabrikam-Fiber=library:Creator'", Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::rolesConflict,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Two roles are wanted for the same thing in %project|a project%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A member has one role for each thing; %value|this one% is the second "
                                       "that was given."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give the role once, the stronger of the two:"),
                     "signet setup plan --project 'Fabrikam-Fiber=library:Administrator'", Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::accessTokenScopeMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The personal access token lacks the scope %permission|for this step%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Azure DevOps answered 401 without a word, which is how it refuses a "
                                  "token that is good and was not made for this. A token that was revoked "
                                  "or has expired gets the same answer."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Add the scope to the token under User settings > Personal access "
                                       "tokens, or sign in in another way:"),
                     "signet login --with azure-cli", Actor::OrganizationAdmin}},
            .link = links::restInterface,
        },
        {
            .id = finding::principalNotNamed,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Nobody said which identity is to be added"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "This machine has no identity of its own to take, so it has to be named: "
                                  "by name, object id, client id or resource id."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Find it by its name, then plan with its object id:"),
                     "signet principal find NAME", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::receiptOfAnotherPlan,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file of the receipt% belongs to another plan"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The receipt is what undo works with, so it is not overwritten."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name another file for the new receipt:"),
                     "signet setup apply PLAN --out RECEIPT", Actor::You}},
        },
        {
            .id = finding::planFileIsAnother,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% holds something else than a plan"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "A plan is written over an older plan only: a receipt is what undo works "
                                  "with, and any other file is somebody's."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name another file for the plan:"),
                     "signet setup plan --out plan.json", Actor::You}},
        },
        {
            .id = finding::documentNotValid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% cannot be read as %what|a plan%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The reason: %reason|it is of another kind%. Nothing was done with it."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Make the plan anew:"),
                  "signet setup plan --org https://dev.azure.com/ORG --object-id OBJECT_ID --out plan.json",
                  Actor::You}},
        },
        {
            .id = finding::documentAltered,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% was altered after it was written"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Its digest does not belong to its content. Somebody edited it, or a part "
                                  "is missing; what was looked at and what would be done could differ."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Make the plan anew with what was meant by the change:"),
                  "signet setup plan --org https://dev.azure.com/ORG --object-id OBJECT_ID --out plan.json",
                  Actor::You}},
        },
        {
            .id = finding::planOtherOrganization,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The plan was made for another organization than %organization|this one%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "An organization is told by its id, which stays when it is renamed. This "
                                  "name belongs to another one now, or another one was asked for."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Make a plan for the organization that is meant:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID%",
                     Actor::OrganizationAdmin}},
        },
        {
            .id = finding::planOutdated,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%organization|The organization% has changed since the plan was made"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Someone changed what this step is about: %step|a step of the plan%. It is "
                                  "neither as it was nor as the plan wants it, so Signet leaves it alone."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Look at the organization again and make a plan from that:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID%",
                     Actor::OrganizationAdmin}},
        },
        {
            .id = finding::planTargetUnseen,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The signed-in account does not see what a step of the plan is about"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The step is: %step|a step of the plan%. Signet cannot check whether its group or project "
                "is the one that the plan means, so it does not take the step."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Carry the plan out as somebody who sees it:"),
                     "signet login --with azure-cli", Actor::OrganizationAdmin}},
            .link = links::permissions,
        },
        {
            .id = finding::planNotFinished,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Not everything of the plan stands"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The receipt does not record this step as done: %step|a step of the plan%. "
                                  "It was not reached, or was reverted."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Go on with the receipt:"),
                     "signet setup apply %path|RECEIPT%", Actor::OrganizationAdmin}},
        },
    };
}

} // namespace signet::chapters
