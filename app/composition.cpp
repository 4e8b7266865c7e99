#include "app/composition.h"

#include "core/host/loopback.h"
#include "core/host/systemauthorities.h"
#include "core/keychain/keychainstore.h"
#include "core/profile/profilestore.h"
#include "core/result/nearestword.h"
#include "core/result/reason.h"
#include "core/sandbox/world/signedinperson.h"
#include "core/session/administrator.h"
#include "core/signin/storedsignin.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSslCertificate>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 caFileLimit = 4 * 1024 * 1024;
const QString organizationVariable = u"AZDO_ORG_SERVICE_URL"_s;
const QStringList clientIdVariables{u"ARM_CLIENT_ID"_s, u"AZURE_CLIENT_ID"_s};

struct Simulation {
    QString name;
    QString title;
    QJsonObject hostImage;
    QJsonObject asked;
    QJsonObject person; // who is signed in; empty where nobody is
    QUrl url;
    QUrl tlsUrl; // empty: what has TLS of its own is not simulated
    std::shared_ptr<sandbox::SandboxServer> server;
};

Result<Simulation> startScenario(const QString &name)
{
    auto scenario = sandbox::Scenario::named(name);
    if (!scenario)
        return scenarioUnknown(name);
    Simulation simulation;
    simulation.name = scenario->name;
    simulation.title = scenario->title;
    simulation.asked = scenario->asked;
    simulation.person = sandbox::signedInPerson(scenario->world);
    simulation.server = std::make_shared<sandbox::SandboxServer>(*scenario);
    if (!simulation.server->listen())
        return Problem(finding::addressNotUsable,
                       {{u"url"_s, u"127.0.0.1"_s}, {u"reason"_s, simulation.server->errorString()}});
    // Only its endpoint shows a certificate that the machine checks by itself; making one takes a while.
    if (scenario->world.localEndpoint.kind == sandbox::LocalEndpoint::Kind::ServiceFabric
        && !simulation.server->listenTls())
        return Problem(finding::addressNotUsable,
                       {{u"url"_s, u"127.0.0.1"_s}, {u"reason"_s, simulation.server->errorString()}});
    simulation.hostImage = simulation.server->hostImage();
    simulation.url = simulation.server->url();
    simulation.tlsUrl = simulation.server->tlsUrl();
    return simulation;
}

QCoro::Task<Result<Simulation>> joinRunning(QString given, std::stop_token stop)
{
    const QUrl url(given, QUrl::StrictMode);
    const QString address = shownSandbox(given);
    if (!url.isValid() || !isLoopback(url))
        co_return Problem(finding::sandboxNotLoopback, {{u"url"_s, address}});

    QUrl about = url;
    about.setPath(u"/.signet/scenario"_s);
    Request request("GET", about, Way::IdentityEndpoint);
    const Http http(Host::real(), NetSettings());
    request.limits.connect = std::chrono::seconds(5);
    request.limits.answer = std::chrono::seconds(10);
    auto asking = http.send(std::move(request), stop);
    const Reply reply = co_await asking;
    if (reply.delivery == Delivery::Stopped)
        co_return Problem(finding::runStopped);
    const QJsonObject json = QJsonDocument::fromJson(reply.body).object();
    if (!reply.answered() || reply.status != 200 || !json["host"_L1].isObject()) {
        const QString reason = reply.answered() ? reasonText(reasons::notASandbox, reply.status)
                                                : QString(toString(reply.delivery)).replace(u'_', u' ');
        co_return Problem(finding::sandboxNotReachable, {{u"url"_s, address}, {u"reason"_s, reason}});
    }
    Simulation simulation;
    simulation.name = json["name"_L1].toString();
    simulation.title = json["title"_L1].toString();
    simulation.hostImage = json["host"_L1].toObject();
    simulation.asked = json["asked"_L1].toObject();
    simulation.person = json["person"_L1].toObject();
    simulation.url = url;
    simulation.tlsUrl = QUrl(json["tls"_L1].toString());
    co_return simulation;
}

// In memory, with the sign-in that the scenario's person brings along.
std::shared_ptr<SignInStore> signInsOf(const QJsonObject &person)
{
    auto store = std::make_shared<SessionStore>();
    if (person.isEmpty())
        return store;
    StoredSignIn stored;
    stored.method = SignInMethod::Browser;
    stored.account.displayName = person["name"_L1].toString();
    stored.account.userName = person["userPrincipalName"_L1].toString();
    stored.account.tenantId = person["tenantId"_L1].toString();
    stored.account.objectId = person["objectId"_L1].toString();
    stored.account.kind = toString(IdentityType::Person);
    stored.clientId = person["clientId"_L1].toString();
    stored.secret = Secret(person["refreshToken"_L1].toString().toUtf8());
    store->put(signInKey(defaultProfile), stored.toBytes());
    return store;
}

Result<QByteArray> authorities(const Host &disk, const QString &path)
{
    auto content = disk.readFile(path, caFileLimit);
    if (!content)
        return content.problem();
    // The first certificate stands for all: reading a whole system's takes a tenth of a second, and only
    // a run that needs TLS should pay it.
    const QByteArray end = "-----END CERTIFICATE-----";
    const QByteArray first = content->left(content->indexOf(end) + end.size());
    if (!content->contains(end) || QSslCertificate::fromData(first, QSsl::Pem).isEmpty())
        return Problem(
            finding::caFileInvalid,
            {{u"path"_s, path},
             {u"reason"_s,
              reasonText(QT_TRANSLATE_NOOP("Reason", "it does not hold a certificate in PEM format"))}});
    return content;
}

bool isJudged(const CommandLineInput &input, const Origin &origin)
{
    return origin.isVariable() && input.wrongVariable == CommandLineInput::WrongVariable::Judge;
}

// As it was given, before it is parsed; empty where nobody said anything.
Given<QString> organizationFrom(const CommandLineInput &input, const Profile &profile,
                                const QJsonObject &asked, const Environment &environment)
{
    if (!input.organization.isEmpty())
        return {input.organization, Origin::option(u"--org"_s)};
    if (!profile.organization.isEmpty())
        return {profile.organization, Origin::profile(profile.name)};
    if (asked.contains("organization"_L1))
        return {asked["organization"_L1].toString(), Origin::scenario()};
    return {environment.value(organizationVariable), Origin::variable(organizationVariable)};
}

Given<QString> clientIdFrom(const CommandLineInput &input, const Profile &identity, const QJsonObject &asked,
                            const Environment &environment)
{
    if (!input.clientId.isEmpty())
        return {input.clientId, Origin::option(u"--client-id"_s)};
    if (!identity.clientId.isEmpty())
        return {identity.clientId, Origin::profile(identity.name)};
    if (const QString clientId = asked["clientId"_L1].toString(); !clientId.isEmpty())
        return {clientId, Origin::scenario()};
    // The provider takes its client_id from these when it has none (terraform-provider facts 1).
    const QString variable = environment.firstSet(clientIdVariables);
    return {environment.value(variable), Origin::variable(variable)};
}

// What was typed goes before the profile, and that before the scenario and the variables.
Result<Question> questionFrom(const CommandLineInput &input, const Profile &profile, const QJsonObject &asked,
                              const Environment &environment)
{
    Question question;
    // One identity is meant: that of the profile, or the one that was typed.
    const bool typed = !input.clientId.isEmpty() || !input.objectId.isEmpty() || !input.resourceId.isEmpty();
    const Profile identity = typed ? Profile() : profile;

    const auto organization = organizationFrom(input, profile, asked, environment);
    if (!organization.value.isEmpty()) {
        const auto given = givenOrganization(organization.value, organization.origin);
        if (given)
            question.organization = *given;
        else if (isJudged(input, organization.origin))
            question.wrongOrganization = Given<Problem>{given.problem(), organization.origin};
        else
            return given.problem();
    }
    const auto clientId = clientIdFrom(input, identity, asked, environment);
    if (!clientId.value.isEmpty()) {
        const auto given = givenClientId(clientId.value, clientId.origin);
        if (given)
            question.clientId = *given;
        else if (!isJudged(input, clientId.origin))
            return given.problem();
    }

    question.errorText = input.errorText;
    if (const QString told = asked["error"_L1].toString(); !question.errorText && !told.isEmpty())
        question.errorText = readErrorText(told);
    QString objectId = input.objectId.isEmpty() ? identity.objectId : input.objectId;
    if (objectId.isEmpty())
        objectId = asked["objectId"_L1].toString();
    if (!objectId.isEmpty()) {
        const auto id = ObjectId::parse(objectId);
        if (!id)
            return id.problem();
        question.objectId = *id;
    }
    QString resourceId = input.resourceId.isEmpty() ? identity.resourceId : input.resourceId;
    if (resourceId.isEmpty())
        resourceId = asked["resourceId"_L1].toString();
    if (!resourceId.isEmpty()) {
        const auto id = ResourceId::parse(resourceId);
        if (!id)
            return id.problem();
        question.resourceId = *id;
    }

    if (!input.terraform.isEmpty()) {
        question.terraformFolder = Given<QString>{input.terraform, Origin::option(u"--terraform"_s)};
    } else if (asked.contains("terraform"_L1)) {
        question.terraformFolder = Given<QString>{asked["terraform"_L1].toString(), Origin::scenario()};
        question.configuration = Question::Configuration::OnMachine;
    }

    question.expectedCredential = credentialMethodNamed(asked["expectTerraform"_L1].toString());

    question.projects = input.projects;
    if (question.projects.isEmpty()) {
        for (const QJsonValue project : asked["projects"_L1].toArray())
            question.projects.append(project.toString());
    }
    return question;
}

// Only what the profile says counts: whoever types an option knows, and a scenario is made as it is.
QList<OverriddenVariable> overriddenBy(const Question &question, const Environment &environment)
{
    QList<OverriddenVariable> overridden;
    const auto isOfProfile = [](const Origin &origin) { return origin.kind == Origin::Kind::Profile; };
    const auto &organization = question.organization;
    if (organization && isOfProfile(organization->origin) && environment.has(organizationVariable)) {
        const auto theirs = givenOrganization(environment.value(organizationVariable),
                                              Origin::variable(organizationVariable));
        // What cannot be read is not repeated: it may be anything.
        if (!theirs || theirs->value.name != organization->value.name)
            overridden.append(
                {organizationVariable,
                 theirs ? theirs->value.url() : reasonText(QT_TRANSLATE_NOOP("Reason", "something else"))});
    }
    const QString clientVariable = environment.firstSet(clientIdVariables);
    if (question.clientId && isOfProfile(question.clientId->origin) && !clientVariable.isEmpty()) {
        const auto theirs = ClientId::parse(environment.value(clientVariable));
        if (!theirs || *theirs != question.clientId->value)
            overridden.append(
                {clientVariable,
                 theirs ? theirs->toString() : reasonText(QT_TRANSLATE_NOOP("Reason", "something else"))});
    }
    return overridden;
}

// Whether the folder is that of the scenario, and the person has none of that name.
bool isFolderOfScenario(const Host &disk, const QString &ofScenario, const QString &named)
{
    return !ofScenario.isEmpty() && named == ofScenario && disk.stat(named).kind == FileFacts::Kind::Missing;
}

} // namespace

QCoro::Task<Result<Composition>> compose(CommandLineInput input, std::stop_token stop)
{
    const Host disk = Host::real();
    Composition composition{{disk, {}, disk}};
    QJsonObject asked;

    if (input.sandbox.isEmpty()) {
        composition.sessionContext.net.proxy = ProxySettings(disk.environment());
        composition.sessionContext.signIns = std::make_shared<KeychainStore>(disk);
        // --ca-file adds to what SSL_CERT_FILE names, which Qt itself does not read.
        QStringList files{disk.environment().value(u"SSL_CERT_FILE"_s), input.caFile};
        files.removeAll(QString());
        for (const QString &file : std::as_const(files)) {
            const auto pem = authorities(disk, file);
            if (!pem)
                co_return pem.problem();
            if (const QByteArray beyond = authoritiesBeyondSystem(disk, *pem); !beyond.isEmpty())
                composition.sessionContext.net.extraAuthorities += beyond + '\n';
        }
    } else {
        std::optional<Simulation> simulation;
        if (input.sandbox.contains("://"_L1)) {
            auto joining = joinRunning(input.sandbox, stop);
            auto joined = co_await joining;
            if (!joined)
                co_return joined.problem();
            simulation = std::move(*joined);
        } else {
            auto started = startScenario(input.sandbox);
            if (!started)
                co_return started.problem();
            simulation = std::move(*started);
        }
        auto image = HostImage::fromJson(simulation->hostImage);
        if (!image)
            co_return image.problem();
        composition.sessionContext.host = Host::from(std::move(*image));
        composition.sessionContext.net.simulatedAzure = simulation->url;
        composition.sessionContext.net.simulatedAzureTls = simulation->tlsUrl;
        composition.sessionContext.signIns = signInsOf(simulation->person);
        composition.scenario = simulation->name;
        composition.scenarioTitle = simulation->title;
        composition.server = simulation->server;
        asked = simulation->asked;
    }

    const auto profiles = ProfileStore(composition.sessionContext.host).load();
    if (!profiles)
        co_return profiles.problem();
    const auto question =
        questionFrom(input, profiles->current(), asked, composition.sessionContext.host.environment());
    if (!question)
        co_return question.problem();
    composition.question = *question;
    if (isFolderOfScenario(disk, asked["terraform"_L1].toString(), input.terraform))
        composition.question.configuration = Question::Configuration::OnMachine;
    composition.question.sandbox = shownSandbox(input.sandbox);
    composition.sessionContext.sandbox = composition.question.sandbox;
    composition.overridden = overriddenBy(*question, composition.sessionContext.host.environment());
    co_return composition;
}

ConfigurationAt configurationAt(const Composition &composition, const QString &directory)
{
    const Question &question = composition.question;
    const Host &disk = composition.sessionContext.disk;
    if (question.configuration != Question::Configuration::OnMachine)
        return {disk, directory, false};
    const QString &ofScenario = question.terraformFolder->value;
    if (directory != "."_L1 && !isFolderOfScenario(disk, ofScenario, directory))
        return {disk, directory, false};
    return {composition.sessionContext.host, ofScenario, true};
}

Problem scenarioUnknown(const QString &name)
{
    return Problem(finding::scenarioUnknown,
                   {{u"value"_s, name}, {u"suggestion"_s, nearestWord(name, sandbox::Scenario::names())}});
}

QString shownSandbox(const QString &sandbox)
{
    if (!sandbox.contains("://"_L1))
        return sandbox;
    return QUrl(sandbox, QUrl::StrictMode).toString(QUrl::RemoveUserInfo);
}

} // namespace signet
