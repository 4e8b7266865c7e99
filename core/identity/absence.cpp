#include "core/identity/absence.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

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
        return u"gave a token"_s;
    case Absence::NoRoute:
        return u"cannot be reached: there is no route to it"_s;
    case Absence::Refused:
        return u"refuses the connection: nobody listens there"_s;
    case Absence::Dropped:
        return u"does not take the connection: nothing comes back"_s;
    case Absence::Mute:
        return u"takes the connection and says nothing"_s;
    case Absence::BlockedLocally:
        return u"is forbidden to this account by a rule of this machine"_s;
    case Absence::ProxyAnswered:
        return u"was not reached: a proxy answered"_s;
    case Absence::DockerDesktop:
        return u"was not reached: Docker Desktop answered"_s;
    case Absence::CaptivePortal:
        return u"was not reached: the sign-in page of a network answered"_s;
    case Absence::OtherCloud:
        return u"is the metadata service of another cloud"_s;
    case Absence::GuestProxyAgent:
        return u"was not reached: the guest proxy agent denied it"_s;
    case Absence::NoIdentity:
        return u"is there, and has no such identity"_s;
    case Absence::SeveralIdentities:
        return u"is there, and has several identities to choose from"_s;
    case Absence::Updating:
        return u"is being updated"_s;
    case Absence::Throttled:
        return u"is asked too often"_s;
    case Absence::NotAsked:
        return u"was not asked"_s;
    case Absence::SomethingElse:
        return u"did not answer as an identity endpoint does"_s;
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
        return u"takes the connection and ends it without an answer"_s;
    switch (answer.fault) {
    case IdentityFault::IdentityBroken:
        return u"is there, and the identity is gone from its tenant"_s;
    case IdentityFault::WrongAudience:
        return u"gave a token for another service"_s;
    case IdentityFault::WrongTenant:
        return u"gave a token of another tenant"_s;
    case IdentityFault::WrongIdentity:
    case IdentityFault::SelectorIgnored:
        return u"answered for another identity than the one asked for"_s;
    case IdentityFault::TokenExpired:
        return u"gave a token that is over by this machine's clock"_s;
    case IdentityFault::ResourceNotFound:
        return u"is there, and the identity's tenant does not know what was asked for"_s;
    case IdentityFault::SecretRejected:
        return u"refuses the secret that this process has"_s;
    case IdentityFault::ArcKeyUnreadable:
        return u"asks for a key that this account cannot read"_s;
    case IdentityFault::ArcKeyPathRejected:
    case IdentityFault::ArcKeyTooLarge:
        return u"asks for a file that is no key, and did not get it"_s;
    case IdentityFault::ArcChallengeMissing:
    case IdentityFault::ArcChallengeMalformed:
        return u"does not ask for its key as the Azure Arc agent does"_s;
    case IdentityFault::SfThumbprintMismatch:
        return u"shows another certificate than the announced one, and was told nothing"_s;
    case IdentityFault::LegacyEndpoint:
        return u"is what is left of the retired VM extension"_s;
    case IdentityFault::MissingMetadataHeader:
    case IdentityFault::BadApiVersion:
    case IdentityFault::BadMethod:
        return u"is there, and refuses the form of the request"_s;
    case IdentityFault::TransientServer:
        return u"is there, and could not get a token"_s;
    case IdentityFault::BadRequestUnclassified:
        return u"is there, and refuses for a reason that is not documented"_s;
    default:
        return wordsOf(absence);
    }
}

Absence absenceOf(SoFar soFar)
{
    return soFar == SoFar::Connecting ? Absence::Dropped : Absence::Mute;
}

} // namespace signet
