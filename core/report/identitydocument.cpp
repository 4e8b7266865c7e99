#include "core/report/identitydocument.h"

#include "core/diagnosis/kindwords.h"
#include "core/findings/evidencewords.h"
#include "core/identity/identityendpoint.h"
#include "core/report/tokendocument.h"
#include "core/result/outgoing.h"

#include <QCoreApplication>
#include <QHash>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct IdentityText {
    Q_DECLARE_TR_FUNCTIONS(Identity)
};

QString capitalized(const QString &text)
{
    return text.left(1).toUpper() + text.mid(1);
}

// "the instance metadata service" as a name in a table.
QString endpointName(EndpointKind kind)
{
    QString name = nameOf(kind);
    if (name.startsWith("the "_L1))
        name.remove(0, 4);
    return capitalized(name);
}

// Whole sentences, because the article depends on the kind.
QString placeOf(MachineKind kind)
{
    static const QHash<QString, const char *> sentences{
        {u"azure-vm"_s, QT_TRANSLATE_NOOP("Identity", "This is an Azure virtual machine.")},
        {u"azure-vmss"_s, QT_TRANSLATE_NOOP("Identity", "This is an instance of an Azure scale set.")},
        {u"app-service"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure App Service.")},
        {u"functions"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure Functions.")},
        {u"container-apps"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure Container Apps.")},
        {u"container-instances"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure Container Instances.")},
        {u"arc"_s, QT_TRANSLATE_NOOP("Identity", "This is an Azure Arc server.")},
        {u"service-fabric"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure Service Fabric.")},
        {u"machine-learning"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure Machine Learning.")},
        {u"cloud-shell"_s, QT_TRANSLATE_NOOP("Identity", "This is Azure Cloud Shell.")},
        {u"automation"_s, QT_TRANSLATE_NOOP("Identity", "This runs in Azure Automation.")},
        {u"aks-pod"_s, QT_TRANSLATE_NOOP("Identity", "This is a Kubernetes pod.")},
        {u"azure-pipelines-hosted"_s, QT_TRANSLATE_NOOP("Identity", "This is a Microsoft-hosted agent.")},
        {u"github-hosted"_s, QT_TRANSLATE_NOOP("Identity", "This is a GitHub-hosted runner.")},
        {u"docker-desktop"_s, QT_TRANSLATE_NOOP("Identity", "This is a container in Docker Desktop.")},
        {u"container"_s, QT_TRANSLATE_NOOP("Identity", "This is a container.")},
        {u"other-cloud"_s, QT_TRANSLATE_NOOP("Identity", "This is a machine in another cloud.")},
        {u"workstation"_s, QT_TRANSLATE_NOOP("Identity", "This is a workstation outside Azure.")},
    };
    const char *sentence = sentences.value(QString(toString(kind)), nullptr);
    if (sentence)
        return IdentityText::tr(sentence);
    return IdentityText::tr("Signet could not determine what kind of machine this is.");
}

void add(QList<DocumentRow> *rows, const QString &label, const QString &value, bool isId = false)
{
    if (!value.isEmpty())
        rows->append({label, outgoingLine(value), isId});
}

IdentityDocument::Endpoint::State stateOf(const IdentitySeen &seen)
{
    using State = IdentityDocument::Endpoint::State;
    if (seen.absence == Absence::None)
        return State::Token;
    if (seen.answer->delivery == Delivery::NotSent)
        return State::NotAsked;
    return answersAsIdentityEndpoint(seen) ? State::Refusal : State::Silent;
}

QString answerWords(const IdentitySeen &seen)
{
    if (seen.answer->delivery == Delivery::Stopped)
        return IdentityText::tr("was not waited for any longer");
    // The token itself is not kept, so only the class tells that there was one.
    const QString words = seen.absence == Absence::None ? wordsOf(seen.absence) : wordsOf(*seen.answer);
    return seen.answer->status > 0 && seen.absence != Absence::None
        ? IdentityText::tr("%1 (status %2)").arg(words).arg(seen.answer->status)
        : words;
}

QString sentenceOf(const IdentitySeen &seen)
{
    if (!seen.answer)
        return IdentityText::tr("Signet is asking which identity it has.");
    if (seen.claims)
        return IdentityText::tr("Its identity is %1.").arg(holderWords(*seen.claims));
    if (stateOf(seen) == IdentityDocument::Endpoint::State::Token)
        return IdentityText::tr("Its endpoint returned a token that Signet cannot decode.");
    if (seen.answer->delivery == Delivery::Stopped)
        return IdentityText::tr("Whether it has an identity could not be determined.");
    const bool isNothingSpecial = !seen.machine.saysAzure
        && (seen.machine.kind == MachineKind::Workstation || seen.machine.kind == MachineKind::Unknown)
        && !answersAsIdentityEndpoint(seen) && seen.machine.contradictions.isEmpty();
    return isNothingSpecial
        ? IdentityText::tr("It has no managed identity, which is normal for a machine outside Azure.")
        : IdentityText::tr("No managed identity is available here.");
}

} // namespace

bool answersAsIdentityEndpoint(const IdentitySeen &seen)
{
    switch (seen.absence) {
    case Absence::None:
    case Absence::NoIdentity:
    case Absence::SeveralIdentities:
    case Absence::Updating:
    case Absence::Throttled:
        return true;
    case Absence::SomethingElse:
        return seen.answer && seen.answer->delivery == Delivery::Answered
            && seen.answer->fault != IdentityFault::NotImds
            && seen.answer->fault != IdentityFault::RedirectRefused;
    default:
        return false;
    }
}

QString endpointAddress(const TokenAnswer &answer)
{
    return answer.address.isEmpty() ? QString() : QUrl(answer.address).toString(QUrl::RemovePath);
}

QString identityKindOf(const IdentitySeen &seen)
{
    if (seen.claims)
        return toString(identityTypeOf(*seen.claims));
    return seen.absence == Absence::None ? u"unknown"_s : u"none"_s;
}

QString contradictionWords(const Contradiction &contradiction)
{
    const QString variables = contradiction.variables.join(u", "_s);
    switch (contradiction.kind) {
    case Contradiction::Kind::EndpointLeftover:
        return IdentityText::tr("%1 belongs to a service, but this machine is something else: %2")
            .arg(variables, translatedReason(contradiction.against));
    case Contradiction::Kind::EndpointIncomplete:
        return IdentityText::tr("%1 is set without %2, so it has no effect")
            .arg(variables, contradiction.against);
    case Contradiction::Kind::SeveralEndpoints:
        return IdentityText::tr("%1 and %2 name different endpoints").arg(variables, contradiction.against);
    case Contradiction::Kind::ArcOnAzureVm:
        return IdentityText::tr(
            "the Azure Arc agent is installed on an Azure virtual machine, which has an identity of its own");
    case Contradiction::Kind::SeveralServices:
        return IdentityText::tr("%1 and %2 belong to different services")
            .arg(variables, contradiction.against);
    }
    Q_UNREACHABLE();
}

QString differenceWords(const ProviderDifference &difference)
{
    using Kind = ProviderDifference::Kind;
    switch (difference.kind) {
    case Kind::AuthorityHostIgnored:
        return IdentityText::tr("the provider ignores %1 and sends its request to 169.254.169.254; Signet "
                                "uses the address in that variable")
            .arg(difference.what);
    case Kind::AsksNodeOfPod:
        return IdentityText::tr(
                   "%1 is set: with use_msi, the provider requests an identity of the node, with "
                   "the client id in AZURE_CLIENT_ID; Signet does not treat this pod's workload "
                   "identity as a managed identity")
            .arg(difference.what);
    case Kind::AutomationHeaderMissing:
        return IdentityText::tr("the provider uses %1 as in App Service, without the header Metadata, and is "
                                "refused; Signet sends that header")
            .arg(difference.what);
    case Kind::CertificateRefused:
        return IdentityText::tr("the provider ignores %1 and rejects the certificate, which no authority "
                                "that it trusts has issued; Signet accepts the certificate with that "
                                "thumbprint")
            .arg(difference.what);
    case Kind::AgentNotFound:
        return IdentityText::tr("the provider does not look for the Azure Arc agent at %1 and sends its "
                                "request to 169.254.169.254; Signet finds the agent there")
            .arg(difference.what);
    case Kind::SelectorRefused:
        return IdentityText::tr("the provider accepts no client id on Azure Arc, and %1 sets one, so it "
                                "builds no credential; Signet asks the agent and checks that the token is "
                                "for that identity")
            .arg(difference.what);
    case Kind::SecretWouldLeave:
        return IdentityText::tr("the provider sends its request and the secret to %2, which %1 names; Signet "
                                "sends nothing, because the address is not on this machine")
            .arg(difference.what, difference.host);
    case Kind::AsksMetadataService:
        return IdentityText::tr("%1 is not set, so the provider sends its request to 169.254.169.254, which "
                                "does not exist there; Signet sends nothing")
            .arg(difference.what);
    case Kind::CallsItMachineLearning:
        return IdentityText::tr("the provider treats this as Azure Machine Learning because %1 is set, and "
                                "requests that client id; Signet requests the system-assigned identity")
            .arg(difference.what);
    }
    Q_UNREACHABLE();
}

IdentityDocument describe(const IdentitySeen &seen)
{
    using State = IdentityDocument::State;
    IdentityDocument document;
    document.sentence = placeOf(seen.machine.kind) + u' ' + sentenceOf(seen);
    document.contradictionLabel = IdentityText::tr("contradiction");
    document.answerLabel = IdentityText::tr("result");
    document.identityLabel = IdentityText::tr("Identity");
    document.differenceLabel = IdentityText::tr("Terraform");

    add(&document.machine, IdentityText::tr("Machine"), hostKindWords(toString(seen.machine.kind)));
    add(&document.machine, IdentityText::tr("detected from"), seen.machine.evidence.join(u", "_s));
    add(&document.machine, IdentityText::tr("firmware"), translatedReason(seen.machine.firmware));
    if (seen.instance) {
        add(&document.machine, IdentityText::tr("name"), seen.instance->name);
        add(&document.machine, IdentityText::tr("resource group"), seen.instance->resourceGroup);
        add(&document.machine, IdentityText::tr("subscription"), seen.instance->subscriptionId, true);
        add(&document.machine, IdentityText::tr("region"), seen.instance->location);
    }
    for (const Contradiction &one : seen.machine.contradictions)
        document.contradictions.append(contradictionWords(one));

    IdentityDocument::Endpoint asked;
    asked.label = IdentityText::tr("Asked");
    asked.name = endpointName(seen.endpoint);
    if (seen.answer) {
        asked.state = stateOf(seen);
        asked.address = endpointAddress(*seen.answer);
        asked.words = answerWords(seen);
    } else {
        asked.state = IdentityDocument::Endpoint::State::Asking;
        asked.words = IdentityText::tr("waiting for the answer");
    }
    document.endpoints.append(asked);
    QStringList others;
    for (const EndpointSource &source : endpointSources()) {
        if (source.kind == seen.endpoint)
            continue;
        if (source.kind == EndpointKind::Imds)
            document.endpoints.append(
                {IdentityDocument::Endpoint::State::NotAsked,
                 IdentityText::tr("Not asked"),
                 endpointName(source.kind),
                 {},
                 IdentityText::tr("was not asked, because variables or files name another endpoint")});
        else if (seen.named.contains(source.kind))
            document.endpoints.append(
                {IdentityDocument::Endpoint::State::NotAsked,
                 IdentityText::tr("Not asked"),
                 endpointName(source.kind),
                 {},
                 IdentityText::tr("was not asked, because the other one takes precedence")});
        else
            others.append(nameOf(source.kind));
    }
    if (!others.isEmpty())
        document.others =
            IdentityText::tr("Nothing here names the other endpoints, so Signet does not ask them: %1.")
                .arg(others.join(u", "_s));

    if (!seen.answer) {
        document.state = State::Asking;
    } else {
        const QString kind = identityKindOf(seen);
        document.identityKind = identityKindWords(kind);
        document.state = seen.claims                                          ? State::Known
            : kind == "none"_L1 && seen.answer->delivery != Delivery::Stopped ? State::None
                                                                              : State::Unknown;
    }
    if (seen.claims) {
        add(&document.identity, IdentityText::tr("object id"), seen.claims->objectId, true);
        add(&document.identity, IdentityText::tr("client id"), seen.claims->appId, true);
        add(&document.identity, IdentityText::tr("tenant"), seen.claims->tenantId, true);
        add(&document.identity, IdentityText::tr("resource id"), seen.claims->miResourceId, true);
    }
    for (const ProviderDifference &one : seen.differences)
        document.differences.append(differenceWords(one));
    return document;
}

QString waitingWords(EndpointKind endpoint, const Machine &machine, const QList<Exchange> &exchanges,
                     std::chrono::milliseconds elapsed)
{
    // Two seconds to connect and ten for the answer; less where the firmware says that the metadata service
    // cannot be there (imds.h).
    const bool isHopeless = endpoint == EndpointKind::Imds && machine.azureVm == false;
    const int limit = isHopeless ? 3 : 12;
    QString words = IdentityText::tr("asking %1, %2 s of at most %3 s")
                        .arg(nameOf(endpoint), QString::number(double(elapsed.count()) / 1000, 'f', 1))
                        .arg(limit);
    if (exchanges.size() > 1)
        words = IdentityText::tr("%1, retrying").arg(words);
    if (elapsed < std::chrono::seconds(1) || exchanges.isEmpty() || exchanges.last().isOver)
        return words;
    const Absence soFar = absenceOf(exchanges.last().isSent ? SoFar::Waiting : SoFar::Connecting);
    return IdentityText::tr("%1; so far it %2").arg(words, wordsOf(soFar));
}

} // namespace signet
