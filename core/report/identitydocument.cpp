#include "core/report/identitydocument.h"

#include "core/identity/identityendpoint.h"
#include "core/diagnosis/kindwords.h"
#include "core/report/tokendocument.h"

#include <QCoreApplication>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Report", text);
}

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

// "This is an Azure virtual machine", "This runs in Azure Functions"
QString placeOf(MachineKind kind)
{
    const QString words = hostKindWords(toString(kind));
    switch (kind) {
    case MachineKind::AppService:
    case MachineKind::Functions:
    case MachineKind::ContainerApps:
    case MachineKind::ContainerInstances:
    case MachineKind::ServiceFabric:
    case MachineKind::MachineLearning:
    case MachineKind::CloudShell:
    case MachineKind::Automation:
        return tr("This runs in %1").arg(words);
    default:
        break;
    }
    return u"AEIOUaeiou"_s.contains(words.at(0)) ? tr("This is an %1").arg(words)
                                                 : tr("This is a %1").arg(words);
}

void add(QList<IdentityDocument::Row> *rows, const QString &label, const QString &value, bool isId = false)
{
    if (!value.isEmpty())
        rows->append({label, value, isId});
}

IdentityDocument::Endpoint::State stateOf(const IdentitySeen &seen)
{
    using State = IdentityDocument::Endpoint::State;
    if (seen.absence == Absence::None)
        return State::Token;
    if (seen.answer->transport == Transport::NotSent)
        return State::NotAsked;
    return answersAsIdentityEndpoint(seen) ? State::Refusal : State::Silent;
}

QString answerWords(const IdentitySeen &seen)
{
    if (seen.answer->transport == Transport::Stopped)
        return tr("was not waited for any longer");
    // The token itself is not kept, so only the class tells that there was one.
    const QString words = seen.absence == Absence::None ? wordsOf(seen.absence) : wordsOf(*seen.answer);
    return seen.answer->status > 0 && seen.absence != Absence::None
        ? tr("%1 (status %2)").arg(words).arg(seen.answer->status)
        : words;
}

QString sentenceOf(const IdentitySeen &seen)
{
    const QString place = placeOf(seen.machine.kind);
    if (!seen.answer)
        return tr("%1; which identity it has is being asked.").arg(place);
    if (seen.claims)
        return tr("%1, and it is %2.").arg(place, holderWords(*seen.claims));
    if (stateOf(seen) == IdentityDocument::Endpoint::State::Token)
        return tr("%1; its identity gave a token that cannot be read.").arg(place);
    if (seen.answer->transport == Transport::Stopped)
        return tr("%1; whether it has an identity was not found out.").arg(place);
    const bool isNothingSpecial = !seen.machine.saysAzure
        && (seen.machine.kind == MachineKind::Workstation || seen.machine.kind == MachineKind::Unknown)
        && !answersAsIdentityEndpoint(seen) && seen.machine.contradictions.isEmpty();
    return isNothingSpecial
        ? tr("%1, and nothing special: it has no managed identity, as most machines have none.").arg(place)
        : tr("%1, and no managed identity came out here.").arg(place);
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
        return seen.answer && seen.answer->transport == Transport::Answered
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
        return tr("%1 would belong to a service, but this is %2").arg(variables, contradiction.against);
    case Contradiction::Kind::EndpointIncomplete:
        return tr("%1 is set without %2, so it counts for nothing").arg(variables, contradiction.against);
    case Contradiction::Kind::SeveralEndpoints:
        return tr("%1 and %2 name different endpoints").arg(variables, contradiction.against);
    case Contradiction::Kind::ArcOnAzureVm:
        return tr("the Azure Arc agent is on a virtual machine of Azure, which has an identity of its own");
    case Contradiction::Kind::SeveralServices:
        return tr("%1 and %2 are of different services").arg(variables, contradiction.against);
    }
    Q_UNREACHABLE();
}

QString differenceWords(const ProviderDifference &difference)
{
    return tr("the provider %1 (%2); this program %3")
        .arg(difference.provider, difference.what, difference.signet);
}

IdentityDocument describe(const IdentitySeen &seen)
{
    using State = IdentityDocument::State;
    IdentityDocument document;
    document.sentence = sentenceOf(seen);

    add(&document.machine, tr("Machine"), hostKindWords(toString(seen.machine.kind)));
    add(&document.machine, tr("told by"), seen.machine.evidence.join(u", "_s));
    add(&document.machine, tr("firmware"), seen.machine.firmware);
    if (seen.instance) {
        add(&document.machine, tr("name"), seen.instance->name);
        add(&document.machine, tr("resource group"), seen.instance->resourceGroup);
        add(&document.machine, tr("subscription"), seen.instance->subscriptionId, true);
        add(&document.machine, tr("region"), seen.instance->location);
    }
    for (const Contradiction &one : seen.machine.contradictions)
        document.contradictions.append(contradictionWords(one));

    IdentityDocument::Endpoint asked;
    asked.name = endpointName(seen.endpoint);
    if (seen.answer) {
        asked.state = stateOf(seen);
        asked.address = endpointAddress(*seen.answer);
        asked.words = answerWords(seen);
    } else {
        asked.state = IdentityDocument::Endpoint::State::Asking;
        asked.words = tr("is being asked");
    }
    document.endpoints.append(asked);
    QStringList others;
    for (const EndpointSource &source : endpointSources()) {
        if (source.kind == seen.endpoint)
            continue;
        if (source.kind == EndpointKind::Imds)
            document.endpoints.append({IdentityDocument::Endpoint::State::NotAsked,
                                       endpointName(source.kind),
                                       {},
                                       tr("was not asked: variables or files name another")});
        else if (seen.named.contains(source.kind))
            document.endpoints.append({IdentityDocument::Endpoint::State::NotAsked,
                                       endpointName(source.kind),
                                       {},
                                       tr("was not asked: the other goes before it")});
        else
            others.append(nameOf(source.kind).remove("the identity endpoint of "_L1));
    }
    if (!others.isEmpty())
        document.others =
            tr("Nothing here names one of the others, so they are not asked: %1.").arg(others.join(u", "_s));

    if (!seen.answer) {
        document.state = State::Asking;
    } else {
        const QString kind = identityKindOf(seen);
        document.identityKind = identityKindWords(kind);
        document.state = seen.claims                                            ? State::Known
            : kind == "none"_L1 && seen.answer->transport != Transport::Stopped ? State::Nobody
                                                                                : State::Unknown;
    }
    if (seen.claims) {
        add(&document.identity, tr("object id"), seen.claims->objectId, true);
        add(&document.identity, tr("client id"), seen.claims->appId, true);
        add(&document.identity, tr("tenant"), seen.claims->tenantId, true);
        add(&document.identity, tr("resource id"), seen.claims->miResourceId, true);
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
    QString words = tr("asking %1, %2 s of at most %3 s")
                        .arg(nameOf(endpoint), QString::number(double(elapsed.count()) / 1000, 'f', 1))
                        .arg(limit);
    if (exchanges.size() > 1)
        words += tr(", once more");
    if (elapsed < std::chrono::seconds(1) || exchanges.isEmpty() || exchanges.last().isOver)
        return words;
    const Absence soFar = absenceOf(exchanges.last().isSent ? SoFar::Waiting : SoFar::Connecting);
    return words + tr("; so far it %1").arg(wordsOf(soFar));
}

} // namespace signet
