#pragma once

#include "core/session/diagnosissession.h"
#include "core/session/membershipguide.h"
#include "core/session/terraformsession.h"
#include "core/terraform/providerblock.h"

#include <QObject>

#include <array>
#include <optional>

namespace signet {

enum class SetupStep { Identity, Organization, Membership, Check, ProviderBlock };
inline constexpr std::array setupSteps{SetupStep::Identity, SetupStep::Organization, SetupStep::Membership,
                                       SetupStep::Check, SetupStep::ProviderBlock};

// The guided path from machine to provider block: a draft (identity, organization), and for each step
// whether it is done and what its answer is. Everything it knows comes from the report of a diagnosis
// that runs anew whenever the draft changes.
class SetupSession : public QObject {
    Q_OBJECT

public:
    enum class State { Done, Open, Blocked };
    struct StepView {
        SetupStep step = SetupStep::Identity;
        State state = State::Open;
        QString answer; // one line; what was found, or what is in the way
    };

    explicit SetupSession(Surroundings surroundings, QObject *parent = nullptr);

    DiagnosisSession *diagnosis() const { return m_diagnosis; }
    // The last step: the configuration that gets the provider block. It is told who is meant whenever the
    // draft changes.
    TerraformSession *terraform() const { return m_terraform; }

    // What the person chose. Empty client id: the identity that answers by itself. Both fail with the
    // finding of the parser, and then nothing changes.
    Result<Done> setClientId(const QString &text);
    Result<Done> setOrganization(const QString &text);

    std::array<StepView, 5> steps() const;
    // The first step that is not done.
    SetupStep nextStep() const;

    std::optional<MembershipGuide> guide() const;
    // What the provider block says; nothing before identity and organization are known.
    std::optional<ProviderSettings> providerSettings() const;
    // The same by the command line, for the step that is shown.
    QString equivalentCommand(SetupStep step) const;

public Q_SLOTS:
    // Looks again at everything.
    void check();

Q_SIGNALS:
    void changed();

private:
    DiagnosisSession *m_diagnosis;
    TerraformSession *m_terraform;
};

} // namespace signet
