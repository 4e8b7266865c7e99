#pragma once

#include <QString>

#include <array>

namespace signet {

// Why something failed, for the evidence of a Problem. Evidence is data and is in English in every language;
// describe() translates a reason when it shows it, so the text is marked where it is written:
//
//   reasonText(QT_TRANSLATE_NOOP("Reason", "it is a directory"))
//   reasonText(reasons::largerThan, limit)
//
// Lower case, without a full stop: it follows a colon. A reason with values is listed here, because its
// translation is found by its form.
namespace reasons {

inline constexpr const char *nestedTooDeeply =
    QT_TRANSLATE_NOOP("Reason", "this is nested more than 500 levels deep");
inline constexpr const char *largerThan = QT_TRANSLATE_NOOP("Reason", "larger than %1 bytes");
inline constexpr const char *notReplaced = QT_TRANSLATE_NOOP("Reason", "%1 could not be replaced");
inline constexpr const char *inTheWay = QT_TRANSLATE_NOOP("Reason", "%1 is in the way");
inline constexpr const char *manyBackups = QT_TRANSLATE_NOOP("Reason", "there are already %1 backups of it");
inline constexpr const char *collectionLocked = QT_TRANSLATE_NOOP("Reason", "the collection %1 is locked");
inline constexpr const char *credentialElsewhere =
    QT_TRANSLATE_NOOP("Reason", "a credential for %1 is sent nowhere else");
inline constexpr const char *profileTwice = QT_TRANSLATE_NOOP("Reason", "it contains the profile %1 twice");
inline constexpr const char *didNotEnd = QT_TRANSLATE_NOOP("Reason", "it did not finish within %1 s");
inline constexpr const char *noPort =
    QT_TRANSLATE_NOOP("Reason", "Signet cannot listen on a local port (%1)");
inline constexpr const char *browserStayedAway =
    QT_TRANSLATE_NOOP("Reason", "the browser did not return within %1 minutes");
inline constexpr const char *foreignStatus =
    QT_TRANSLATE_NOOP("Reason", "status %1 without a message from Microsoft Entra");
inline constexpr const char *notASandbox =
    QT_TRANSLATE_NOOP("Reason", "something other than a sandbox responded with status %1");
inline constexpr const char *syntaxFault = QT_TRANSLATE_NOOP("Reason", "line %1, column %2: %3");
inline constexpr const char *itemTwice =
    QT_TRANSLATE_NOOP("Reason", "line %1: the object contains an item twice");
inline constexpr const char *memberTwice =
    QT_TRANSLATE_NOOP("Reason", "line %1: the object contains a member twice");
inline constexpr const char *foreignFirmware =
    QT_TRANSLATE_NOOP("Reason", "%1, and the asset tag is not Azure's");
inline constexpr const char *notAssignment = QT_TRANSLATE_NOOP("Reason", "line %1 is not NAME=VALUE");
inline constexpr const char *otherSchema = QT_TRANSLATE_NOOP("Reason", "schemaVersion is not %1");
inline constexpr const char *readyDespiteFailure =
    QT_TRANSLATE_NOOP("Reason", "its verdict is ready although the check %1 failed");
inline constexpr const char *tokenParts =
    QT_TRANSLATE_NOOP("Reason", "it has %1 parts, but a JSON Web Token has three");
inline constexpr const char *notSet = QT_TRANSLATE_NOOP("Reason", "%1 is not set");
inline constexpr const char *noAddress = QT_TRANSLATE_NOOP("Reason", "%1 does not contain an http address");
inline constexpr const char *otherMachine = QT_TRANSLATE_NOOP("Reason", "%1 names another machine: %2");
inline constexpr const char *notForHeader =
    QT_TRANSLATE_NOOP("Reason", "%1 contains characters that a header cannot contain");
inline constexpr const char *notHttps =
    QT_TRANSLATE_NOOP("Reason", "%1 of Service Fabric must be an https address");
inline constexpr const char *declaredTwice = QT_TRANSLATE_NOOP("Reason", "%1 is declared twice");
inline constexpr const char *noBackend = QT_TRANSLATE_NOOP("Reason", "Terraform has no backend %1");
inline constexpr const char *inputMissing = QT_TRANSLATE_NOOP("Reason", "the module needs a value for %1");
inline constexpr const char *inputUnknown = QT_TRANSLATE_NOOP("Reason", "the module has no variable %1");
inline constexpr const char *notWithProvider =
    QT_TRANSLATE_NOOP("Reason", "the module has a provider block of its own, which does not allow %1");
inline constexpr const char *notValid =
    QT_TRANSLATE_NOOP("Reason", "the value of %1 does not pass its validation");
inline constexpr const char *baseMissing =
    QT_TRANSLATE_NOOP("Reason", "%1 is in an override file, but in no other file");
inline constexpr const char *notThumbprint =
    QT_TRANSLATE_NOOP("Reason", "%1 is not a SHA-1 of 40 hexadecimal digits");

inline constexpr std::array withValues{largerThan,
                                       notReplaced,
                                       inTheWay,
                                       manyBackups,
                                       collectionLocked,
                                       credentialElsewhere,
                                       profileTwice,
                                       didNotEnd,
                                       noPort,
                                       browserStayedAway,
                                       foreignStatus,
                                       notASandbox,
                                       syntaxFault,
                                       itemTwice,
                                       memberTwice,
                                       foreignFirmware,
                                       notAssignment,
                                       otherSchema,
                                       readyDespiteFailure,
                                       tokenParts,
                                       notSet,
                                       noAddress,
                                       otherMachine,
                                       notForHeader,
                                       notHttps,
                                       declaredTwice,
                                       noBackend,
                                       inputMissing,
                                       inputUnknown,
                                       notWithProvider,
                                       notValid,
                                       baseMissing,
                                       notThumbprint};

} // namespace reasons

template <class... Values>
QString reasonText(const char *marked, const Values &...values)
{
    QString text = QString::fromUtf8(marked);
    ((text = text.arg(values)), ...);
    return text;
}

} // namespace signet
