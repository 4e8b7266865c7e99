#include "core/identity/absence.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct AbsenceText {
    Q_DECLARE_TR_FUNCTIONS(Absence)
};

Absence byTransport(Transport transport)
{
    switch (transport) {
    case Transport::NotSent:
        return Absence::NotAsked;
    case Transport::HostNotFound:
    case Transport::HostUnreachable:
    case Transport::NetworkUnreachable:
        return Absence::NoRoute;
    case Transport::ConnectionRefused:
    case Transport::ConnectionReset:
        return Absence::Refused;
    case Transport::AccessDenied:
        return Absence::BlockedLocally;
    case Transport::ConnectTimeout:
        return Absence::Dropped;
    case Transport::ReadTimeout:
        return Absence::Mute;
    case Transport::ProxyFailed:
        return Absence::ProxyAnswered;
    default:
        return Absence::SomethingElse;
    }
}

} // namespace

QLatin1StringView toString(Absence absence)
{
    switch (absence) {
    case Absence::None:
        return "none"_L1;
    case Absence::NoRoute:
        return "no-route"_L1;
    case Absence::Refused:
        return "refused"_L1;
    case Absence::Dropped:
        return "dropped"_L1;
    case Absence::Mute:
        return "mute"_L1;
    case Absence::BlockedLocally:
        return "blocked-locally"_L1;
    case Absence::ProxyAnswered:
        return "proxy-answered"_L1;
    case Absence::DockerDesktop:
        return "docker-desktop"_L1;
    case Absence::CaptivePortal:
        return "captive-portal"_L1;
    case Absence::OtherCloud:
        return "other-cloud"_L1;
    case Absence::GuestProxyAgent:
        return "guest-proxy-agent"_L1;
    case Absence::NoIdentity:
        return "no-identity"_L1;
    case Absence::SeveralIdentities:
        return "several-identities"_L1;
    case Absence::Updating:
        return "updating"_L1;
    case Absence::Throttled:
        return "throttled"_L1;
    case Absence::NotAsked:
        return "not-asked"_L1;
    case Absence::SomethingElse:
        return "something-else"_L1;
    }
    Q_UNREACHABLE();
}

QString wordsOf(Absence absence)
{
    switch (absence) {
    case Absence::None:
        return AbsenceText::tr("returned a token");
    case Absence::NoRoute:
        return AbsenceText::tr("cannot be reached: no route leads to it");
    case Absence::Refused:
        return AbsenceText::tr("refuses the connection: nothing is listening there");
    case Absence::Dropped:
        return AbsenceText::tr("does not accept the connection: nothing responds");
    case Absence::Mute:
        return AbsenceText::tr("accepts the connection but does not respond");
    case Absence::BlockedLocally:
        return AbsenceText::tr("is blocked for this account by a rule on this machine");
    case Absence::ProxyAnswered:
        return AbsenceText::tr("was not reached: a proxy responded");
    case Absence::DockerDesktop:
        return AbsenceText::tr("was not reached: Docker Desktop responded");
    case Absence::CaptivePortal:
        return AbsenceText::tr("was not reached: a network's sign-in page responded");
    case Absence::OtherCloud:
        return AbsenceText::tr("is the metadata service of another cloud");
    case Absence::GuestProxyAgent:
        return AbsenceText::tr("was not reached: the guest proxy agent denied the request");
    case Absence::NoIdentity:
        return AbsenceText::tr("responds, but has no such identity");
    case Absence::SeveralIdentities:
        return AbsenceText::tr("responds, but has several identities to choose from");
    case Absence::Updating:
        return AbsenceText::tr("is being updated");
    case Absence::Throttled:
        return AbsenceText::tr("receives too many requests");
    case Absence::NotAsked:
        return AbsenceText::tr("was not asked");
    case Absence::SomethingElse:
        return AbsenceText::tr("did not respond like an identity endpoint");
    }
    Q_UNREACHABLE();
}

Absence absenceOf(const TokenAnswer &answer)
{
    if (answer.hasToken())
        return Absence::None;
    if (answer.transport != Transport::Answered)
        return byTransport(answer.transport);
    switch (answer.fault) {
    case IdentityFault::NoIdentity:
    case IdentityFault::IdentityNotAssigned:
    case IdentityFault::IdentityBroken:
        return Absence::NoIdentity;
    case IdentityFault::IdentityAmbiguous:
        return Absence::SeveralIdentities;
    case IdentityFault::ImdsUpdating:
        return Absence::Updating;
    case IdentityFault::Throttled:
        return Absence::Throttled;
    case IdentityFault::ProxyInPath:
    case IdentityFault::ForwardedHeaderRejected:
        return Absence::ProxyAnswered;
    case IdentityFault::CaptivePortal:
        return Absence::CaptivePortal;
    case IdentityFault::DockerDesktopProxy:
        return Absence::DockerDesktop;
    case IdentityFault::BlockedByMsp:
        return Absence::GuestProxyAgent;
    case IdentityFault::NotImds:
        return answer.facts.contains("cloudGuess"_L1) ? Absence::OtherCloud : Absence::SomethingElse;
    default:
        return Absence::SomethingElse;
    }
}

QString wordsOf(const TokenAnswer &answer)
{
    const Absence absence = absenceOf(answer);
    if (absence == Absence::None || answer.transport == Transport::Stopped)
        return wordsOf(absence);
    if (answer.transport == Transport::ConnectionReset)
        return AbsenceText::tr("accepts the connection and closes it without a response");
    switch (answer.fault) {
    case IdentityFault::IdentityBroken:
        return AbsenceText::tr("responds, but the identity no longer exists in its tenant");
    case IdentityFault::WrongAudience:
        return AbsenceText::tr("returned a token for another service");
    case IdentityFault::WrongTenant:
        return AbsenceText::tr("returned a token of another tenant");
    case IdentityFault::WrongIdentity:
    case IdentityFault::SelectorIgnored:
        return AbsenceText::tr("responded for a different identity than the one requested");
    case IdentityFault::TokenExpired:
        return AbsenceText::tr("returned a token that has expired by this machine's clock");
    case IdentityFault::ResourceNotFound:
        return AbsenceText::tr("responds, but the identity's tenant does not know the requested service");
    case IdentityFault::SecretRejected:
        return AbsenceText::tr("rejects this process's secret");
    case IdentityFault::ArcKeyUnreadable:
        return AbsenceText::tr("requires a key that this account cannot read");
    case IdentityFault::ArcKeyPathRejected:
    case IdentityFault::ArcKeyTooLarge:
        return AbsenceText::tr("requires a file that is not a key, so nothing was sent");
    case IdentityFault::ArcChallengeMissing:
    case IdentityFault::ArcChallengeMalformed:
        return AbsenceText::tr("does not ask for a key as the Azure Arc agent does");
    case IdentityFault::SfThumbprintMismatch:
        return AbsenceText::tr("presented an unexpected certificate, so nothing was sent");
    case IdentityFault::LegacyEndpoint:
        return AbsenceText::tr("belongs to the retired VM extension");
    case IdentityFault::MissingMetadataHeader:
    case IdentityFault::BadApiVersion:
    case IdentityFault::BadMethod:
        return AbsenceText::tr("responds, but rejects the form of the request");
    case IdentityFault::TransientServer:
        return AbsenceText::tr("responds, but could not get a token");
    case IdentityFault::BadRequestUnclassified:
        return AbsenceText::tr("responds, but rejects the request for an undocumented reason");
    default:
        return wordsOf(absence);
    }
}

Absence absenceOf(SoFar soFar)
{
    return soFar == SoFar::Connecting ? Absence::Dropped : Absence::Mute;
}

} // namespace signet
