#pragma once

#include "core/terraform/decision.h"
#include "core/terraform/providerarguments.h"

#include <QHash>
#include <QList>
#include <QString>

namespace signet {

// The value an argument has for the provider, and where it comes from.
struct ProviderValue {
    enum class Kind { Absent, Known, Unknown };

    Kind kind = Kind::Absent;
    QString text; // of a list: its elements, with commas; may be a secret
    bool on = false; // Boolean: its value, or the one that is assumed
    Origin origin = Origin::byDefault();
    QStringList hidden; // variables that are set and not heard, because the argument or an earlier name wins
    bool isSecret = false;

    bool isAbsent() const { return kind == Kind::Absent; }
    bool isUnknown() const { return kind == Kind::Unknown; }
    // Whether the provider finds a value there; an unknown value counts as one.
    bool isSet() const { return kind == Kind::Unknown || (kind == Kind::Known && !text.isEmpty()); }
};

// All arguments of one version, read from the provider block and the environment as the provider reads them.
// An environment variable counts only where the argument is absent or null; the empty string counts as unset
// in the environment, and as a value in the block.
class ProviderValues {
public:
    ProviderValues(const DecisionInput &input, const ProviderVersion &version);

    // Absent for what this version does not know.
    const ProviderValue &operator[](QLatin1StringView argument) const;
    ArgumentOrigin origin(QLatin1StringView argument) const;
    const ProviderVersion &version() const { return m_version; }
    const Environment &environment() const { return m_environment; }

    // What the earliest step that refuses anything refuses; Done when none does.
    DecisionStage refusedAt() const { return m_refusedAt; }
    const QList<DecisionRefusal> &refusals() const { return m_refusals; }
    QString error() const; // as it is read: one wrong default, or all of the rest

private:
    void readArguments(const DecisionInput &input);
    ProviderValue read(const ProviderArgument &argument, const DecisionInput &input);
    void readFromBlock(const ProviderArgument &argument, const ConfigurationValue &given,
                       ProviderValue *value);
    void readFromEnvironment(const ProviderArgument &argument, ProviderValue *value);
    void checkValues();
    void checkCombinations();
    void refuse(DecisionStage stage, int step, const QString &attribute, const QString &error);

    ProviderVersion m_version;
    Environment m_environment;
    QHash<QString, ProviderValue> m_values;
    DecisionStage m_refusedAt = DecisionStage::Done;
    int m_refusedInStep = 0; // of stage Prepare: defaults are filled in first, values are checked then
    QList<DecisionRefusal> m_refusals;
};

} // namespace signet
