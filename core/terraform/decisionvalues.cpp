#include "core/terraform/decisionvalues.h"

#include "core/result/identifiers.h"
#include "core/result/redaction.h"
#include "core/terraform/decisionerrors.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Steps of stage Prepare, in order.
constexpr int stepDefaults = 1;
constexpr int stepChecks = 2;

// Terraform's own, no business of the provider.
bool isMetaArgument(const QString &name)
{
    return name == "alias"_L1 || name == "version"_L1;
}

Origin originOf(const ConfigurationValue &value)
{
    return value.variable.isEmpty() ? Origin::file(value.place.file, value.place.line)
                                    : Origin::variable(value.variable);
}

// The hint that Terraform prints when only the case is wrong.
QString booleanError(const QString &text)
{
    const QString lower = text.toLower();
    if (lower == "true"_L1 || lower == "false"_L1)
        return u"a bool is required; to convert from string, use lowercase \"%1\""_s.arg(lower);
    return u"a bool is required"_s;
}

// The provider quotes a value that is not an id; what stands in the wrong argument can be a secret.
QString shownId(const QString &text, bool isSecret)
{
    if (isSecret)
        return u"(sensitive value)"_s;
    return isOpaque(text) ? u"[secret]"_s : text;
}

// The assumed value of an unknown boolean. use_msi is there to be turned on; the others keep their default.
bool assumedBoolean(const ProviderArgument &argument)
{
    return argument.name == "use_msi"_L1 || argument.isOnByDefault;
}

} // namespace

ProviderValues::ProviderValues(const DecisionInput &input, const ProviderVersion &version)
    : m_version(version)
    , m_environment(input.environment)
{
    for (auto it = input.arguments.begin(); it != input.arguments.end(); ++it) {
        const ProviderArgument *argument = providerArgument(it.key());
        if (isMetaArgument(it.key()) || (argument != nullptr && argument->isKnownTo(version)))
            continue;
        refuse(DecisionStage::Input, 0, it.key(), errors::unknownArgument(it.key()));
    }
    for (const ProviderArgument &argument : providerArguments()) {
        if (argument.isKnownTo(version))
            m_values.insert(argument.name, read(argument, input));
    }
    checkValues();
    if (version == ProviderVersion(Release{1, 0, 0}))
        checkCombinations();
}

const ProviderValue &ProviderValues::operator[](QLatin1StringView argument) const
{
    static const ProviderValue absent;
    const auto found = m_values.constFind(argument);
    return found == m_values.constEnd() ? absent : *found;
}

ArgumentOrigin ProviderValues::origin(QLatin1StringView argument) const
{
    return {argument, (*this)[argument].origin};
}

QString ProviderValues::error() const
{
    QStringList texts;
    for (const DecisionRefusal &refusal : m_refusals)
        texts.append(refusal.error);
    const bool endsAtTheFirst = m_refusedAt == DecisionStage::Prepare && m_refusedInStep == stepDefaults;
    return endsAtTheFirst ? texts.value(0) : texts.join(u'\n');
}

ProviderValue ProviderValues::read(const ProviderArgument &argument, const DecisionInput &input)
{
    ProviderValue value;
    value.isSecret = argument.isSecret;
    value.on = argument.isOnByDefault;
    const ConfigurationValue given = input.arguments.value(argument.name);
    if (given.isNull()) {
        readFromEnvironment(argument, &value);
        return value;
    }
    readFromBlock(argument, given, &value);
    const QStringList names = argument.variablesOf(m_version);
    std::ranges::copy_if(names, std::back_inserter(value.hidden),
                         [this](const QString &name) { return m_environment.has(name); });
    return value;
}

void ProviderValues::readFromBlock(const ProviderArgument &argument, const ConfigurationValue &given,
                                   ProviderValue *value)
{
    value->origin = originOf(given);
    value->isSecret = argument.isSecret || given.sensitive;
    if (given.isUnknown()) {
        value->kind = ProviderValue::Kind::Unknown;
        value->on = assumedBoolean(argument);
        return;
    }
    value->kind = ProviderValue::Kind::Known;
    if (argument.type == ArgumentType::UuidList) {
        QStringList elements;
        for (const ConfigurationValue &element : given.elements)
            elements.append(element.toText().value_or(QString()));
        value->text = elements.join(u',');
        if (given.kind != ConfigurationValue::Kind::List)
            refuse(DecisionStage::Input, 0, argument.name,
                   errors::inappropriateValue(argument.name, u"list of string required"_s));
        return;
    }
    const auto text = given.toText();
    value->text = text.value_or(QString());
    if (argument.type == ArgumentType::Boolean) {
        const auto on = given.toBool();
        value->on = on.value_or(false);
        if (!on)
            refuse(DecisionStage::Input, 0, argument.name,
                   errors::inappropriateValue(argument.name, booleanError(value->text)));
        return;
    }
    if (!text)
        refuse(DecisionStage::Input, 0, argument.name,
               errors::inappropriateValue(argument.name, u"string required"_s));
}

void ProviderValues::readFromEnvironment(const ProviderArgument &argument, ProviderValue *value)
{
    const QStringList names = argument.variablesOf(m_version);
    for (const QString &name : names) {
        const QString text = m_environment.value(name);
        if (text.isEmpty())
            continue;
        if (!value->isAbsent()) {
            value->hidden.append(name);
            continue;
        }
        value->kind = ProviderValue::Kind::Known;
        value->origin = Origin::variable(name);
        value->text = text;
    }
    if (value->isAbsent())
        return;
    if (argument.type == ArgumentType::UuidList) {
        refuse(DecisionStage::Prepare, stepDefaults, argument.name,
               errors::wrongDefault(argument.name, u"list of string required"_s));
    } else if (argument.type == ArgumentType::Boolean) {
        const auto on = ConfigurationValue::string(value->text).toBool();
        value->on = on.value_or(false);
        if (!on)
            refuse(DecisionStage::Prepare, stepDefaults, argument.name,
                   errors::wrongDefault(argument.name, booleanError(value->text)));
    }
}

void ProviderValues::checkValues()
{
    for (const ProviderArgument &argument : providerArguments()) {
        const ProviderValue &value = (*this)[argument.name];
        if (value.kind != ProviderValue::Kind::Known)
            continue;
        if (argument.type == ArgumentType::Uuid && !isGuid(value.text)) {
            refuse(DecisionStage::Prepare, stepChecks, argument.name,
                   errors::notAUuid(argument.name, shownId(value.text, value.isSecret)));
        } else if (argument.type == ArgumentType::UuidList && !value.text.isEmpty()) {
            const QStringList elements = value.text.split(u',');
            for (qsizetype i = 0; i < elements.size(); ++i) {
                if (!isGuid(elements[i]))
                    refuse(DecisionStage::Prepare, stepChecks, argument.name,
                           errors::notAUuid(u"%1.%2"_s.arg(argument.name).arg(i),
                                            shownId(elements[i], value.isSecret)));
            }
        }
    }
}

// 1.0.0 wants exactly one way to sign in, and counts what the environment gives, false and the empty string
// included. 1.0.1 took that out again.
void ProviderValues::checkCombinations()
{
    static const QStringList ways{u"client_certificate"_s,
                                  u"client_certificate_path"_s,
                                  u"client_secret"_s,
                                  u"client_secret_path"_s,
                                  u"personal_access_token"_s,
                                  u"use_msi"_s,
                                  u"use_oidc"_s};
    const auto isGiven = [this](const QString &name) { return !m_values.value(name).isAbsent(); };
    QStringList given;
    std::ranges::copy_if(ways, std::back_inserter(given), isGiven);
    if (given.size() != 1)
        refuse(DecisionStage::Prepare, stepChecks,
               given.contains("use_msi"_L1) ? u"use_msi"_s : given.value(0),
               errors::notExactlyOne(ways, given));

    static const QStringList withBothIds{u"client_certificate"_s, u"client_certificate_path"_s,
                                         u"client_secret"_s, u"client_secret_path"_s, u"use_oidc"_s};
    for (const QString &name : withBothIds) {
        if (isGiven(name) && !(isGiven(u"client_id"_s) && isGiven(u"tenant_id"_s)))
            refuse(DecisionStage::Prepare, stepChecks, name,
                   errors::missingBeside(name, {u"client_id"_s, u"tenant_id"_s}));
    }
    if (isGiven(u"tenant_id"_s) && !isGiven(u"client_id"_s))
        refuse(DecisionStage::Prepare, stepChecks, u"tenant_id"_s,
               errors::missingBeside(u"tenant_id"_s, {u"client_id"_s}));
}

void ProviderValues::refuse(DecisionStage stage, int step, const QString &attribute, const QString &error)
{
    const bool isEarlier = stage < m_refusedAt || (stage == m_refusedAt && step < m_refusedInStep);
    const bool isSame = stage == m_refusedAt && step == m_refusedInStep;
    if (m_refusals.isEmpty() || isEarlier) {
        m_refusals.clear();
        m_refusedAt = stage;
        m_refusedInStep = step;
    } else if (!isSame) {
        return;
    }
    m_refusals.append({attribute, providerErrorClass(error), error});
}

} // namespace signet
