#include "core/identity/absence.h"

#include "core/result/enumwords.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct AbsenceText {
    Q_DECLARE_TR_FUNCTIONS(Absence)
};

Absence byDelivery(Delivery delivery)
{
    switch (delivery) {
    case Delivery::NotSent:
        return Absence::NotAsked;
    case Delivery::HostNotFound:
    case Delivery::HostUnreachable:
    case Delivery::NetworkUnreachable:
        return Absence::NoRoute;
    case Delivery::ConnectionRefused:
    case Delivery::ConnectionReset:
        return Absence::Refused;
    case Delivery::AccessDenied:
        return Absence::BlockedLocally;
    case Delivery::ConnectTimeout:
        return Absence::Dropped;
    case Delivery::ReadTimeout:
        return Absence::Mute;
    case Delivery::ProxyFailed:
        return Absence::ProxyAnswered;
    default:
        return Absence::SomethingElse;
    }
}

constexpr EnumWords absenceWords{Absence::SomethingElse,
                                 std::array{
                                     EnumWord{Absence::None, "none"_L1},
                                     EnumWord{Absence::NoRoute, "no-route"_L1},
                                     EnumWord{Absence::Refused, "refused"_L1},
                                     EnumWord{Absence::Dropped, "dropped"_L1},
                                     EnumWord{Absence::Mute, "mute"_L1},
                                     EnumWord{Absence::BlockedLocally, "blocked-locally"_L1},
                                     EnumWord{Absence::ProxyAnswered, "proxy-answered"_L1},
                                     EnumWord{Absence::DockerDesktop, "docker-desktop"_L1},
                                     EnumWord{Absence::CaptivePortal, "captive-portal"_L1},
                                     EnumWord{Absence::OtherCloud, "other-cloud"_L1},
                                     EnumWord{Absence::GuestProxyAgent, "guest-proxy-agent"_L1},
                                     EnumWord{Absence::NoIdentity, "no-identity"_L1},
                                     EnumWord{Absence::SeveralIdentities, "several-identities"_L1},
                                     EnumWord{Absence::Updating, "updating"_L1},
                                     EnumWord{Absence::Throttled, "throttled"_L1},
                                     EnumWord{Absence::NotAsked, "not-asked"_L1},
                                     EnumWord{Absence::SomethingElse, "something-else"_L1},
                                 }};

// What a fault is at its endpoint, and the words where it says more than its class. A fault without a row is
// something else.
struct FaultAbsence {
    IdentityFault fault;
    Absence absence;
    const char *words = nullptr; // null: those of the class
};
constexpr std::array faultAbsences{
    FaultAbsence{IdentityFault::NoIdentity, Absence::NoIdentity},
    FaultAbsence{IdentityFault::IdentityNotAssigned, Absence::NoIdentity},
    FaultAbsence{IdentityFault::IdentityAmbiguous, Absence::SeveralIdentities},
    FaultAbsence{IdentityFault::IdentityBroken, Absence::NoIdentity,
                 QT_TRANSLATE_NOOP("Absence", "responds, but the identity no longer exists in its tenant")},
    FaultAbsence{IdentityFault::SelectorIgnored, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "responded for a different identity than the one requested")},
    FaultAbsence{IdentityFault::ResourceNotFound, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP(
                     "Absence", "responds, but the identity's tenant does not know the requested service")},
    FaultAbsence{IdentityFault::WrongAudience, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "returned a token for another service")},
    FaultAbsence{IdentityFault::WrongTenant, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "returned a token of another tenant")},
    FaultAbsence{IdentityFault::WrongIdentity, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "responded for a different identity than the one requested")},
    FaultAbsence{IdentityFault::MissingMetadataHeader, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "responds, but rejects the form of the request")},
    FaultAbsence{IdentityFault::ForwardedHeaderRejected, Absence::ProxyAnswered},
    FaultAbsence{IdentityFault::BadApiVersion, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "responds, but rejects the form of the request")},
    FaultAbsence{IdentityFault::BadMethod, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "responds, but rejects the form of the request")},
    FaultAbsence{
        IdentityFault::BadRequestUnclassified, Absence::SomethingElse,
        QT_TRANSLATE_NOOP("Absence", "responds, but rejects the request for an undocumented reason")},
    FaultAbsence{IdentityFault::ImdsUpdating, Absence::Updating},
    FaultAbsence{IdentityFault::Throttled, Absence::Throttled},
    FaultAbsence{IdentityFault::TransientServer, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "responds, but could not get a token")},
    FaultAbsence{IdentityFault::ProxyInPath, Absence::ProxyAnswered},
    FaultAbsence{IdentityFault::CaptivePortal, Absence::CaptivePortal},
    FaultAbsence{IdentityFault::BlockedByMsp, Absence::GuestProxyAgent},
    FaultAbsence{IdentityFault::DockerDesktopProxy, Absence::DockerDesktop},
    FaultAbsence{IdentityFault::ArcChallengeMissing, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "does not ask for a key as the Azure Arc agent does")},
    FaultAbsence{IdentityFault::ArcChallengeMalformed, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "does not ask for a key as the Azure Arc agent does")},
    FaultAbsence{IdentityFault::ArcKeyPathRejected, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "requires a file that is not a key, so nothing was sent")},
    FaultAbsence{IdentityFault::ArcKeyUnreadable, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "requires a key that this account cannot read")},
    FaultAbsence{IdentityFault::ArcKeyTooLarge, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "requires a file that is not a key, so nothing was sent")},
    FaultAbsence{IdentityFault::SfThumbprintMismatch, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "presented an unexpected certificate, so nothing was sent")},
    FaultAbsence{IdentityFault::SecretRejected, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "rejects this process's secret")},
    FaultAbsence{IdentityFault::LegacyEndpoint, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "belongs to the retired VM extension")},
    FaultAbsence{IdentityFault::TokenExpired, Absence::SomethingElse,
                 QT_TRANSLATE_NOOP("Absence", "returned a token that has expired by this machine's clock")},
};

const FaultAbsence *rowOf(IdentityFault fault)
{
    const auto row = std::ranges::find(faultAbsences, fault, &FaultAbsence::fault);
    return row == faultAbsences.end() ? nullptr : &*row;
}

} // namespace

QLatin1StringView toString(Absence absence)
{
    return absenceWords[absence];
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
    if (answer.delivery != Delivery::Answered)
        return byDelivery(answer.delivery);
    // Another cloud answers in its own way.
    if (answer.fault == IdentityFault::NotImds && answer.facts.contains("cloudGuess"_L1))
        return Absence::OtherCloud;
    const FaultAbsence *row = rowOf(answer.fault);
    return row ? row->absence : Absence::SomethingElse;
}

QString wordsOf(const TokenAnswer &answer)
{
    const Absence absence = absenceOf(answer);
    if (absence == Absence::None || answer.delivery == Delivery::Stopped)
        return wordsOf(absence);
    if (answer.delivery == Delivery::ConnectionReset)
        return AbsenceText::tr("accepts the connection and closes it without a response");
    const FaultAbsence *row = rowOf(answer.fault);
    return row && row->words ? AbsenceText::tr(row->words) : wordsOf(absence);
}

Absence absenceOf(SoFar soFar)
{
    return soFar == SoFar::Connecting ? Absence::Dropped : Absence::Mute;
}

} // namespace signet
