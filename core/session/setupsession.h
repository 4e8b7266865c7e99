#pragma once

#include "core/identity/hostkind.h"
#include "core/result/findingid.h"
#include "core/session/diagnosissession.h"
#include "core/session/pickermodel.h"
#include "core/session/plansession.h"
#include "core/session/principalsession.h"
#include "core/session/signinsession.h"
#include "core/session/terraformsession.h"
#include "core/terraform/providerblock.h"

#include <QObject>

#include <array>
#include <optional>

namespace signet {

// Seven decisions; Proof decides nothing, and shows that they were right.
enum class SetupStep { Machine, Identity, Organization, SignIn, Rights, Plan, Proof, ProviderBlock };
inline constexpr std::array setupSteps{SetupStep::Machine, SetupStep::Identity,     SetupStep::Organization,
                                       SetupStep::SignIn,  SetupStep::Rights,       SetupStep::Plan,
                                       SetupStep::Proof,   SetupStep::ProviderBlock};

// The guided path from machine to provider block. Holds a draft and seven decisions, knows of each whether it
// is made and with what answer, what the primary button does, and the command that does the same. Going back
// and forth looks and never changes anything; only act() on the plan, on a sign-in, and on attaching an
// identity does. Another answer makes a plan outdated, and that is said.
class SetupSession : public QObject {
    Q_OBJECT

public:
    enum class State {
        Done,
        Open, // current, or to come
        Blocked, // the answer says by what
        NotNeeded, // everything works without it; the answer says so
    };
    struct StepView {
        SetupStep step = SetupStep::Machine;
        State state = State::Open;
        QString answer; // one line; what was found, chosen or done, or what is in the way
    };
    enum class Where { Here, Elsewhere }; // on this machine, on another one

    // What the identity may do in the organization.
    struct Rights {
        AccessLevel accessLevel = AccessLevel::basic();
        QStringList groups; // of the organization
        QList<ProjectWish> projects;

        friend bool operator==(const Rights &, const Rights &) = default;
    };

    // The primary button of a step.
    struct Deed {
        QString words; // begins with a verb; without mnemonic
        bool possible = true;
    };

    explicit SetupSession(Surroundings surroundings, QObject *parent = nullptr);
    ~SetupSession() override;

    // Of this machine and its organization. The draft is asked of it, and the proof is its report.
    DiagnosisSession *diagnosis() const { return m_diagnosis; }
    SignInSession *signIn() const { return m_signIn; }
    PrincipalSession *principals() const { return m_principals; }
    PlanSession *changes() const { return m_changes; }
    // The last step: the configuration that gets the provider block. It is told who is meant whenever the
    // draft changes.
    TerraformSession *terraform() const { return m_terraform; }

    // Where Terraform runs: the likely answer until another is given.
    Where where() const { return m_where.value_or(likelyWhere()); }
    void setWhere(Where where);
    Where likelyWhere() const { return m_machine.saysAzure ? Where::Here : Where::Elsewhere; }
    QString whyWhere() const; // why that is likely
    QString machineWords() const; // "Azure virtual machine"

    // Whom the plan is about; nothing while that is not known.
    std::optional<DraftPrincipal> principal() const;
    // Here: the identity that answers to that client id; empty: the one that answers by itself. Fails with
    // the finding of the parser, and then nothing changes.
    Result<Done> setClientId(const QString &text);
    // By name or any id. Here, a user-assigned identity that is found is asked for at once; a client id needs
    // nobody signed in.
    Result<Done> lookFor(const QString &text);
    // Why the identity that was found cannot be used here.
    const std::optional<Problem> &principalProblem() const { return m_principalProblem; }
    // What an identity could be attached to: this machine where nothing answers, or the resource that was
    // searched for and has none.
    std::optional<ResourceId> attachTarget() const;
    // Looks what it would take that the target has the user-assigned identity that was chosen, else its own.
    void planAttachment();

    // Fails with the finding of the parser, and then nothing changes.
    Result<Done> setOrganization(const QString &text);
    std::optional<OrganizationName> organization() const;

    // The way of signing in that the primary button takes.
    SignInMethod way() const { return m_way; }
    void setWay(SignInMethod way);
    // The tenant of the organization, where the account is signed in to another one; empty otherwise.
    QString otherTenant() const;

    Rights rights() const { return m_rights ? *m_rights : leastRights(); }
    void setRights(const Rights &rights);
    // With what every check passes, and no more.
    Rights leastRights() const;
    bool areLeast() const { return rights() == leastRights(); }
    QString whyRights() const;
    // Projects that the administrator sees, and groups of the organization, as rights name them. The first
    // page of the projects is asked for when the step is reached; all else when somebody searches or scrolls.
    PickerModel *projectPicker() const { return m_projectPicker; }
    PickerModel *groupPicker() const { return m_groupPicker; }

    // What has to be decided before that step can do anything.
    QList<SetupStep> needs(SetupStep step) const;
    // The step whose answer may cure what stands in the way of the plan; nothing where none does.
    static std::optional<SetupStep> remedyOf(const Problem &problem);
    // What is proven about the identity: by its own eyes here, by the administrator's elsewhere.
    bool isProven() const;

    std::array<StepView, setupSteps.size()> steps() const;
    StepView view(SetupStep step) const { return steps()[std::size_t(step)]; }
    // The first step that is not done.
    SetupStep nextStep() const;
    SetupStep currentStep() const { return m_current; }
    static QString title(SetupStep step);

    Deed deed(SetupStep step) const;
    // The same by the command line, one command a line.
    QString equivalentCommand(SetupStep step) const;
    // What the provider block says; nothing before identity and organization are known.
    std::optional<ProviderSettings> providerSettings() const;

    enum class Origin { ThisMachine, AnotherMachine };
    // Takes a report for the answers that it has, and goes to the first that it has not.
    void beginFrom(const Report &report, Origin origin);

public Q_SLOTS:
    // Finds out what can be found out without being asked: this machine, and whoever is signed in already.
    void begin();
    void goTo(signet::SetupStep step);
    void back();
    // Does what the primary button of the current step says.
    void act();
    // Looks again at everything; changes nothing.
    void check();

Q_SIGNALS:
    // Whenever anything above is another.
    void changed();
    void currentStepChanged(signet::SetupStep step);

private:
    void advance();
    void hearReport();
    void hearSignIn();
    void hearPrincipals();
    void hearProjects();
    void tellPickers();
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
    Deed identityDeed() const;
    Deed signInDeed() const;
    Deed planDeed() const;
    Deed proofDeed() const;
    bool isReadyAlready() const;
    QString principalName() const;

    Surroundings m_surroundings;
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
    // Of this machine, as the last report that knew said; a run that is under way does not make it unknown.
    std::optional<DraftPrincipal> m_own;
    bool m_ready = false; // the last report that came to an end
    QString m_takenChoice; // object id that was asked of this machine
    std::optional<Problem> m_principalProblem;
    SignInMethod m_way = SignInMethod::AzureCli;
    std::optional<Rights> m_rights; // as the person chose
    // Whom the pickers ask about which organization; null: nobody.
    SharedSignIn m_pickersAsk;
    std::optional<OrganizationName> m_pickersOf;
    QString m_onlyProject; // empty: there are several, or none, or it is not known
};

} // namespace signet
