#pragma once

#include "core/host/hostimage.h"
#include "core/terraform/decision.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <initializer_list>
#include <optional>

// Recorded decisions of the real provider, as input for ours: tests/data/provider-decisions.json, or the file
// that SIGNET_DECISION_VECTORS names.
namespace decisionvector {

using namespace Qt::StringLiterals;
using namespace signet;

inline const QString clientIdFile = u"/vector/client-id"_s;

inline QJsonArray readVectors()
{
    const QString other = qEnvironmentVariable("SIGNET_DECISION_VECTORS");
    QFile file(other.isEmpty() ? QStringLiteral(SIGNET_TEST_DATA "/provider-decisions.json") : other);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s cannot be read", qPrintable(file.fileName()));
    const QJsonArray vectors = QJsonDocument::fromJson(file.readAll())["vectors"_L1].toArray();
    if (vectors.isEmpty())
        qFatal("%s holds no vectors", qPrintable(file.fileName()));
    return vectors;
}

// The recorder's word for the readable file.
inline QString filled(QString text)
{
    return text.replace("$CIDFILE"_L1, clientIdFile);
}

inline ConfigurationValue valueOf(const QJsonValue &json)
{
    if (json.isNull())
        return {};
    if (json.isBool())
        return ConfigurationValue::fromBool(json.toBool());
    if (json.isArray()) {
        ConfigurationValue list;
        list.kind = ConfigurationValue::Kind::List;
        const QJsonArray elements = json.toArray();
        for (const QJsonValue element : elements)
            list.elements.append(valueOf(element));
        return list;
    }
    return ConfigurationValue::string(filled(json.toVariant().toString()));
}

template <class Enum>
std::optional<Enum> named(const QString &name, std::initializer_list<Enum> all)
{
    for (const Enum one : all) {
        if (toString(one) == name)
            return one;
    }
    return std::nullopt;
}

inline DecisionInput inputOf(const QJsonObject &vector)
{
    DecisionInput input;
    const auto version = ProviderVersion::parse(vector["version"_L1].toString());
    if (!version)
        qFatal("%s: no version", qPrintable(vector["id"_L1].toString()));
    input.version = *version;

    const QJsonObject config = vector["config"_L1].toObject();
    for (auto it = config.begin(); it != config.end(); ++it)
        input.arguments.insert(it.key(), valueOf(it.value()));

    QMap<QString, QString> environment;
    const QJsonObject env = vector["env"_L1].toObject();
    for (auto it = env.begin(); it != env.end(); ++it)
        environment.insert(it.key(), filled(it.value().toString()));
    input.environment = Environment(environment, Platform::Linux);

    using enum EndpointAnswer;
    const QJsonObject machine = vector["machine"_L1].toObject();
    input.machine.identityEndpoint =
        named(machine["imds"_L1].toString(),
              {Token, Html, EmptyObject, Status400, Status401, Status403, Status403Unreachable, NoAnswer});
    input.machine.azureCli =
        named(machine["az"_L1].toString(),
              {AzureCliState::Absent, AzureCliState::SignedOut, AzureCliState::SignedIn});
    input.machine.entraAccepts = false; // so the recordings were made
    return input;
}

inline Host hostOf(const DecisionInput &input)
{
    HostImage image;
    image.env = input.environment.all();
    FileImage file;
    file.text = "6f0c2f5e-0000-4000-8000-000000000001\n";
    image.files.insert(clientIdFile, file);
    return Host::from(image);
}

} // namespace decisionvector
