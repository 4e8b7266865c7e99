#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Plans and receipts: what keeps one from being made, applied or taken back. Refusals of the service are in
// the chapters of what they are about.
std::vector<Finding> setupFindings()
{
    constexpr auto chapter = "setup"_L1;
    return {
        {
            .id = finding::accessLevelUnknown,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Rights,
            .title =
                QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not an access level for identities"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure DevOps offers service principals these levels: %known|express, "
                                       "stakeholder, advanced%. Its pages show express as Basic."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use express, the level that Terraform needs:"),
                     "signet setup plan --access-level %suggestion|express%", Actor::You}},
            .link = links::accessLevels,
        },
        {
            .id = finding::projectWishInvalid,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" does not have the form PROJECT=ROLE"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Write the project's name, an equal sign, and one of these roles: "
                                       "%known|reader, contributor, administrator%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write it like this:"),
                     "signet setup plan --project 'Fabrikam-Fiber=contributor'", Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::projectUnknown,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Rights,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Project %project|PROJECT% was not found in %organization|the organization%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It does not exist, or %user|the signed-in account% cannot see it; "
                                       "the service returns the same response for both."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Compare the name with the list under "
                                       "https://dev.azure.com/%organization|ORG%"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
        },
        {
            .id = finding::groupUnknown,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Rights,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Group %group|GROUP% was not found in %resource|the organization%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Groups are found by display name, in the organization or in one "
                                       "project. Similar names: %suggestion|none%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Copy the name from the list under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::roleUnknown,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Rights,
            .title = QT_TRANSLATE_NOOP("Finding", "\"%value|The value%\" is not an available role"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The service offers these roles: %known|Reader, User, Administrator%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use one of these roles:"),
                     "signet setup plan --project 'Fabrikam-Fiber=library:Creator'", Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::rolesConflict,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Two roles are specified for the same resource"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A member has only one role per resource in %project|a project%; "
                                       "%value|this one% is the second."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Specify the role once, the stronger of the two:"),
                     "signet setup plan --project 'Fabrikam-Fiber=library:Administrator'", Actor::You}},
            .link = links::permissions,
        },
        {
            .id = finding::accessTokenScopeMissing,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::SignIn,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Your personal access token lacks scope %permission|for this step%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Azure DevOps returned 401 without a reason, as it does for a valid token "
                                  "that lacks the scope. A revoked or expired token gets the same response."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Add the scope to the token under User settings > Personal access "
                                       "tokens, or sign in another way:"),
                     "signet login --with azure-cli", Actor::OrganizationAdmin, StepAction::SignIn}},
            .link = links::accessTokens,
        },
        {
            .id = finding::principalNotNamed,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No identity specified"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "This machine has no identity to use, so specify one by name, object "
                                       "id, client id, or resource id."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Find it by its name, then plan with its object id:"),
                     "signet principal find NAME", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::receiptOfAnotherPlan,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The receipt file% belongs to another plan"),
            .cause = QT_TRANSLATE_NOOP("Finding", "Undo needs the receipt, so Signet does not overwrite it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose another file for the new receipt:"),
                     "signet setup apply PLAN --out RECEIPT", Actor::You}},
        },
        {
            .id = finding::receiptNotKept,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The receipt %path|file% could not be saved"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The system reports: %reason|access was denied%. Signet sent nothing more; the changes "
                "that are already made remain."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Save the receipt that is shown here as a file, then undo the changes:"),
                     "signet setup undo receipt.json", Actor::You}},
        },
        {
            .id = finding::planFileIsAnother,
            .chapter = chapter,
            .noAction = NoAction::OnCommandLine,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is not a plan"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet overwrites a file with a plan only if it holds an older plan. "
                                       "Undo needs receipts, and Signet does not overwrite other files."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Choose another file for the plan:"),
                     "signet setup plan --out plan.json", Actor::You}},
        },
        {
            .id = finding::documentNotValid,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is not the expected Signet file"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Signet could not read it as %what|a plan%: %reason|it is a different "
                                       "kind of file%. Nothing was done with it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use a file that this command wrote. Its help shows how:"),
                     "signet setup %writtenBy|plan% --help", Actor::You}},
        },
        {
            .id = finding::documentAltered,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% was changed after it was written"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Its digest does not match its content: someone edited it, or a part is "
                                  "missing. What you reviewed and what would be applied could differ."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Use the file as this command wrote it, or write it again:"),
                     "signet setup %writtenBy|plan% --help", Actor::You}},
        },
        {
            .id = finding::planOtherOrganization,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The plan is not for %organization|this organization%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "An organization is identified by its id, which does not change when it is renamed. This "
                "name now belongs to a different organization, or you specified a different one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create a plan for the intended organization:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID%",
                     Actor::OrganizationAdmin}},
        },
        {
            .id = finding::planOutdated,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%organization|The organization% has changed since the plan was made"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Someone changed the target of this step: %step|a step of the plan%. Its state is neither "
                "the old nor the planned one, so Signet leaves it unchanged."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check the organization again, and create a new plan:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID%",
                     Actor::OrganizationAdmin}},
        },
        {
            .id = finding::planPrincipalDiffers,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The file names the wrong identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The object id %objectId|in the file% belongs to %value|another identity%, not to "
                "%principal|the named one%. Someone edited the file, or the identity was renamed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create a new plan for the identity that you mean:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID%",
                     Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::planPrincipalUnchecked,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity's name could not be checked"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%principal|The name% comes from the file alone: %organization|the "
                                       "organization% does not know "
                                       "the object id, and this sign-in cannot search Microsoft Entra."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Compare the object id with the identity in the portal, or "
                                       "sign in with an account that can search:"),
                     "signet login --with azure-cli", Actor::OrganizationAdmin, StepAction::SignIn}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::planTargetUnseen,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The signed-in account cannot see a step's target"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The step is: %step|a step of the plan%. Signet cannot check whether its "
                                  "group or project is the planned one, so it does not apply the step."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Apply the plan with an account that can see it:"),
                     "signet login --with azure-cli", Actor::OrganizationAdmin, StepAction::SignIn}},
            .link = links::permissions,
        },
        {
            .id = finding::planNotFinished,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The plan has not been fully applied"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The receipt does not list this step as done: %step|a step of the "
                                       "plan%. It was not reached, or it was undone."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Resume from the receipt:"),
                     "signet setup apply %path|RECEIPT%", Actor::OrganizationAdmin}},
        },
        {
            .id = finding::requestOutdated,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The request is more than %days|30% days old"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The identity, its permissions, or the reason can have changed since. "
                                       "Nothing was done with the file."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Ask for a new request, created on the machine with the identity:"),
                     "signet setup request --org https://dev.azure.com/ORG --out request.json", Actor::You}},
        },
        {
            .id = finding::answerOfAnotherRequest,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The receipt answers a different request"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It records changes for object id %objectId|of another identity% in "
                                       "%organization|another organization%. The request names a different "
                                       "identity or organization."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Ask the administrator for the receipt of this request:"),
                     "signet setup answer RECEIPT --request request.json", Actor::You}},
        },
    };
}

} // namespace signet::chapters
