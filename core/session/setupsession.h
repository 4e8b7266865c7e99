#pragma once

#include "core/machine/machine.h"
#include "core/report/requestdocument.h"
#include "core/session/diagnosissession.h"
#include "core/session/pickermodel.h"
#include "core/session/plansession.h"
#include "core/session/principalsession.h"
#include "core/session/signinsession.h"
#include "core/session/terraformsession.h"
#include "core/setup/request.h"
#include "core/terraform/providerblock.h"

#include <QObject>

#include <array>
#include <optional>

namespace signet {

// Seven decisions, and Proof, which verifies the result.
enum class SetupStep { Machine, Identity, Organization, SignIn, Rights, Plan, Proof, ProviderBlock };
inline constexpr std::array setupSteps{SetupStep::Machine, SetupStep::Identity,     SetupStep::Organization,
                                       SetupStep::SignIn,  SetupStep::Rights,       SetupStep::Plan,
                                       SetupStep::Proof,   SetupStep::ProviderBlock};

// The guided path from the machine to the provider block. It holds a draft, and for each step its state, its
// answer, what the primary button does, and the equivalent command. Going back and forth changes nothing;
// only act() does, on the plan, on a sign-in, and on attaching an identity. Changing an answer makes the plan
// outdated.
class SetupSession : public QObject {
    Q_OBJECT

public:
    enum class State {
        Done,
        Open, // current, or to come
        Partly, // as far as it can be done from here
        Blocked, // the answer has the reason
        NotNeeded, // everything works without it
    };
    struct StepView {
        SetupStep step = SetupStep::Machine;
        State state = State::Open;
        QString answer; // one line: what was found, chosen or done, or what blocks the step
    };
    enum class Where { Here, Elsewhere }; // on this machine, on another one

    // What the identity is allowed to do in the organization.
    struct Rights {
        AccessLevel accessLevel = AccessLevel::basic();
        QStringList groups; // of the organization
        QList<ProjectWish> projects;

        friend bool operator==(const Rights &, const Rights &) = default;
    };

    // The primary button of a step.
    struct PrimaryAction {
        QString text; // begins with a verb; without mnemonic
        bool enabled = true;
    };

    explicit SetupSession(SessionContext sessionContext, QObject *parent = nullptr);
    ~SetupSession() override;

    // The value of --sandbox, for the commands of a problem; empty without.
    const QString &sandbox() const { return m_sessionContext.sandbox; }

    // Of this machine and its organization. The draft is based on it, and its report is the proof.
    DiagnosisSession *diagnosis() const { return m_diagnosis; }
    SignInSession *signIn() const { return m_signIn; }
    PrincipalSession *principals() const { return m_principals; }
    PlanSession *changes() const { return m_changes; }
    // The last step: the configuration that gets the provider block. It follows the intended identity of the
    // draft.
    TerraformSession *terraform() const { return m_terraform; }

    // Where Terraform runs: the likely answer until another is given.
    Where where() const { return m_where.value_or(likelyWhere()); }
    void setWhere(Where where);
    Where likelyWhere() const { return m_machine.saysAzure ? Where::Here : Where::Elsewhere; }
    QString whyWhere() const; // why that is likely
    QString machineWords() const; // "Azure virtual machine"

    // The identity that the plan is about; empty while it is unknown.
    std::optional<DraftPrincipal> principal() const;
    // On this machine: the identity with that client id; empty: the machine's default identity. Fails with
    // the finding of the parser, and then nothing changes.
    Result<Done> setClientId(const QString &text);
    // By name or any id. On this machine, a user-assigned identity that is found is requested at once; a
    // client id needs no sign-in.
    Result<Done> lookFor(const QString &text);
    // Why the identity that was found cannot be used here.
    const std::optional<Problem> &principalProblem() const { return m_principalProblem; }
    // What an identity can be attached to: this machine if it returns no identity, or the resource that was
    // found and has none.
    std::optional<ResourceId> attachTarget() const;
    // Several identities are attached to this machine, and none is chosen. Whoever is signed in sees them
    // listed when the step is reached, in principals().
    bool hasSeveralHere() const;
    // Finds out how to attach the chosen user-assigned identity, or else the system-assigned one, to the
    // target.
    void planAttachment();

    // Fails with the finding of the parser, and then nothing changes.
    Result<Done> setOrganization(const QString &text);
    std::optional<OrganizationName> organization() const;

    // The sign-in method that the primary button uses.
    SignInMethod way() const { return m_way; }
    void setWay(SignInMethod way);
    // The tenant of the organization, if the account is signed in to a different one; empty otherwise.
    QString otherTenant() const;

    Rights rights() const { return m_rights ? *m_rights : leastRights(); }
    void setRights(const Rights &rights);
    // The minimum with which every check passes.
    Rights leastRights() const;
    bool areLeast() const { return rights() == leastRights(); }
    QString whyRights() const;
    // Projects that the administrator sees, and groups of the organization, as rights name them. The first
    // page of projects is requested when the step is reached, all else when the person searches or scrolls.
    PickerModel *projectPicker() const { return m_projectPicker; }
    PickerModel *groupPicker() const { return m_groupPicker; }

    // The steps to complete before that step can do anything.
    QList<SetupStep> needs(SetupStep step) const;
    // Takes a report of the machine that Terraform runs on, where that is not this one. False: it is about
    // another identity or organization.
    bool takeMachineReport(const Report &report);
    const std::optional<Report> &machineReport() const { return m_machineReport; }
    // The step whose answer may cure what stands in the way of the plan; nothing where none does.
    static std::optional<SetupStep> remedyOf(const Problem &problem);
    // Whether the result is verified: as the identity itself on this machine, by the administrator elsewhere.
    bool isProven() const;

    std::array<StepView, setupSteps.size()> steps() const;
    StepView view(SetupStep step) const { return steps()[std::size_t(step)]; }
    // The first step that is not done.
    SetupStep nextStep() const;
    SetupStep currentStep() const { return m_current; }
    static QString title(SetupStep step);

    PrimaryAction primaryAction(SetupStep step) const;
    // The same by the command line, one command a line.
    QString equivalentCommand(SetupStep step) const;
    // The settings of the provider block; empty before identity and organization are known.
    std::optional<ProviderSettings> providerSettings() const;

    enum class Origin { ThisMachine, AnotherMachine };
    // Takes the answers from a report, and goes where a finding of it is acted on: to the plan, or to the
    // first answer that it lacks; to the identity, and what can be attached; or to the sign-in.
    void beginFrom(const Report &report, Origin origin, FindingAction action = FindingAction::PlanMembership);

    // What somebody who is not the administrator asks one for: the draft, and the root cause that was found.
    // Empty before identity and organization are known.
    std::optional<SetupRequest> request() const;
    // Writes it to a new file, or in place of an earlier request. Fails with plan-file-is-another, or as
    // Host::updateFile() does.
    Result<Done> saveRequest(const QString &path) const;
    // As the administrator: takes the answers from a request, and goes to what is missing for the plan. The
    // name of the identity is not taken: the plan shows the one that belongs to its object id. Fails as
    // SetupRequest::fromText() and checkAge() do, and then nothing changes.
    Result<Done> openRequest(const QString &path);
    // Takes the administrator's receipt as the answer to request(), and checks again. Fails with
    // answer-of-another-request, or as Receipt::fromJson() does, and then nothing changes.
    Result<AnswerDocument> openAnswer(const QString &path);

public Q_SLOTS:
    // Finds out what needs no question: this machine, and an existing sign-in.
    void begin();
    void goTo(signet::SetupStep step);
    void back();
    // Does what the primary button of the current step is named after.
    void act();
    // Checks everything again and changes nothing.
    void check();

Q_SIGNALS:
    // Anything above has changed.
    void changed();
    void currentStepChanged(signet::SetupStep step);

private:
    void advance();
    void listIdentitiesHere();
    void onReportChanged();
    void onSignInChanged();
    void onPrincipalsChanged();
    void onProjectsChanged();
    void updatePickers();
    void update();
    void prove();
    std::optional<Draft> draft() const;
    StepView machineView() const;
    StepView identityView() const;
    StepView organizationView() const;
    StepView signInView() const;
    StepView rightsView() const;
    StepView planView() const;
    StepView proofView() const;
    StepView providerView() const;
    PrimaryAction identityAction() const;
    PrimaryAction signInAction() const;
    PrimaryAction planAction() const;
    PrimaryAction proofAction() const;
    bool isReadyAlready() const;
    QString principalName() const;

    SessionContext m_sessionContext;
    Machine m_machine;
    DiagnosisSession *m_diagnosis;
    SignInSession *m_signIn;
    PrincipalSession *m_principals;
    PlanSession *m_changes;
    TerraformSession *m_terraform;
    PickerModel *m_projectPicker;
    PickerModel *m_groupPicker;

    SetupStep m_current = SetupStep::Machine;
    std::optional<Where> m_where;
    bool m_machineSettled = false;
    bool m_rightsSettled = false;
    bool m_begun = false;
    // Of this machine, from the last report that had it; a running diagnosis does not make it unknown.
    std::optional<DraftPrincipal> m_own;
    bool m_ready = false; // the last finished report
    std::optional<Report> m_machineReport; // of the other machine that Terraform runs on
    QString m_requestedChoice; // object id that was requested from this machine
    std::optional<Problem> m_principalProblem;
    SignInMethod m_way = SignInMethod::AzureCli;
    std::optional<Rights> m_rights; // as the person chose
    // The sign-in that the pickers ask with, about which organization; null: none.
    SharedSignIn m_pickerSignIn;
    std::optional<OrganizationName> m_pickerOrganization;
    QString m_onlyProject; // empty: several, none or unknown
    std::optional<QStringList> m_visibleProjects; // all that the administrator sees; nothing: not known
};

} // namespace signet
