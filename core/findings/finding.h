#pragma once

#include "core/result/findingid.h"

#include <QLatin1StringView>

#include <optional>
#include <vector>

namespace signet {

// How much it matters. Blocker: Terraform cannot work as the intended identity, or works as somebody
// else. Warning: it works now or passes by itself. Info: it looks like a fault and is none.
enum class Severity { Blocker, Warning, Info };

// Who can do a step. You: the person at the machine or in the configuration. OrganizationAdmin: an
// administrator of the Azure DevOps organization. AzureAdmin: somebody with rights on the
// subscription or the Entra tenant.
enum class Actor { You, OrganizationAdmin, AzureAdmin };

// A symptom names what is seen while another finding is the reason; it is a root cause only where
// none of its causes was found.
enum class Nature { Cause, Symptom };

// A step that a window does by itself, so that it need not show the command.
enum class StepAction { None, SignIn };

// What a window can do about a finding, beside showing its steps. Each is a button; the page that shows the
// finding decides nothing but where it leads.
enum class FindingAction {
    ChooseIdentity, // on the guided path
    AttachIdentity, // to this machine, on the guided path
    EditConfiguration, // with the edit that Signet proposes
    CorrectOrganization, // in the field where it was typed
    PlanMembership, // a plan of the guided path cures it
    SignIn, // as somebody else, on the guided path
    ShowLine, // of the file that the evidence names
    CheckAgain, // after a wait, or after a change that Signet cannot make
    AskAdministrator, // with a message that says what to do and why
};

// Why a window can do nothing. OnCommandLine: only a command reports it. InPlace: the field or the step that
// reports it is where it is corrected. Outside: the cure is in a program that Signet does not know, and no
// check would see it.
enum class NoAction { OnCommandLine, InPlace, Outside };

// A command to copy, or none. Placeholders stand outside of quotes; a word that holds one is quoted as a
// whole where its values need it. The second text is for PowerShell, where the first one does not mean the
// same there.
struct ShellCommand {
    constexpr ShellCommand(const char *both = nullptr)
        : posix(both)
        , powerShell(both)
    {
    }
    constexpr ShellCommand(const char *posixSh, const char *powerShellOnly)
        : posix(posixSh)
        , powerShell(powerShellOnly)
    {
    }

    explicit operator bool() const { return posix != nullptr; }

    const char *posix;
    const char *powerShell;
};

struct FixStep {
    const char *text;
    ShellCommand command = {};
    Actor who = Actor::You;
    StepAction action = StepAction::None;
    // The kinds of host that the step is for, as the report names them. On these hosts, such steps replace
    // the steps that name none.
    std::vector<QLatin1StringView> hosts = {};
};

// How a command ends that could not do its work because of the finding. The numbers are in app/cli.
enum class Exit { Failure, SignInNeeded, NotReachable, Stopped };

// What the finding says about the sign-in of the person. Missing: nothing works until somebody signs in.
// WornOut: the saved sign-in can no longer be used, only a new one helps.
enum class SignInTrouble { None, Missing, WornOut };

// The step of the guided setup whose answer can cure a finding.
enum class GuidedStep { Identity, Organization, SignIn, Rights };

// A printed text belongs to the finding when it holds every fragment.
struct MatchRule {
    std::vector<const char *> all;
};

// What a pasted text says, as a regular expression for lower-case text in one line, without a part that could
// match without end. The weights, here and below, are confidences from 0 to 1 and serve for ranking only.
struct TextSign {
    const char *pattern;
    double weight;
    const char *why; // one sentence, marked for translation (context "PastedText")
};

// A status of the identity endpoint, as ManagedIdentityCredential reports it.
struct StatusSign {
    int status;
    double weight;
};

// Words that decide between findings that share a printed text: one of them adds the weight to the finding,
// where the text has led to it already.
struct SecondSign {
    std::vector<const char *> words; // in lower case, at least four characters
    double weight = 0;
};

// A rule of serviceerror.h that means another finding in the first place, and can also come from this one.
struct OtherMeaning {
    QLatin1StringView rule;
    double weight;
};

// An entry in the words for an administrator of the organization who signs in or works there, where the usual
// words speak to whoever runs Terraform.
struct AdministratorWords {
    const char *title;
    const char *cause;
    std::vector<FixStep> fix;
};

// One entry of the catalogue. title, cause and the texts of the steps are marked for translation
// (context "Finding"); they and the commands take evidence by placeholders, see evidence.h.
struct Finding {
    FindingId id; // kebab-case; never renamed, never used again for something else
    QLatin1StringView chapter;
    // The most useful one first. Exactly one of the two is set in each entry.
    std::vector<FindingAction> actions = {};
    std::optional<NoAction> noAction = {};
    Severity severity = Severity::Blocker;
    Nature nature = Nature::Cause;
    std::vector<FindingId> causes = {}; // of a symptom: finding ids, most likely first
    // Findings that tell why this is so, where one stands beside it. A cause of its own without them.
    std::vector<FindingId> explainedBy = {};
    SignInTrouble signIn = SignInTrouble::None;
    Exit exit = Exit::Failure; // counts where nobody has to sign in, see exitOf()
    std::optional<GuidedStep> curedBy = {}; // counts where nobody has to sign in, see curingStep()
    const char *title = nullptr;
    const char *cause = nullptr;
    std::vector<FixStep> fix = {};
    const char *link = nullptr; // where to read on, or none
    std::vector<MatchRule> match = {};
    // Where it comes from when nothing more is known, see findingmap.h. Each fault and each rule is in one
    // entry at most; VS403403 (a repository without branches) and TF50235 (already a member) are in none,
    // because they are no faults of an identity.
    std::vector<QLatin1StringView> identityFaults = {}; // "imds_unreachable"
    std::vector<QLatin1StringView> serviceErrors = {}; // rules of serviceerror.h: "TF401444"
    // What speaks for it in a pasted text, beside `match` and the rules above; see pastedtext.h.
    std::vector<TextSign> signs = {}; // anywhere
    std::vector<TextSign> credentialSigns = {}; // in what one credential says, which begins with its name
    std::vector<StatusSign> statusSigns = {};
    SecondSign secondSign = {};
    std::vector<OtherMeaning> alsoMeantBy = {};
    bool usual = false; // the most frequent of the findings that share a printed text
    // Told where the evidence says that it was met as an administrator: {"as": "administrator"}.
    std::optional<AdministratorWords> toAdministrator = {};
};

bool asksForSignIn(const Finding &finding);
Exit exitOf(const Finding &finding);
std::optional<GuidedStep> curingStep(const Finding &finding);

QLatin1StringView toString(Severity severity); // "blocker", "warning", "info"
QLatin1StringView toString(Actor actor); // "you", "organization-admin", "azure-admin"

} // namespace signet
