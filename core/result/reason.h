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

inline constexpr const char *largerThan = QT_TRANSLATE_NOOP("Reason", "larger than %1 bytes");
inline constexpr const char *notReplaced = QT_TRANSLATE_NOOP("Reason", "%1 could not be replaced");
inline constexpr const char *inTheWay = QT_TRANSLATE_NOOP("Reason", "%1 is in the way");
inline constexpr const char *manyBackups = QT_TRANSLATE_NOOP("Reason", "there are already %1 backups of it");
inline constexpr const char *collectionLocked = QT_TRANSLATE_NOOP("Reason", "the collection %1 is locked");
inline constexpr const char *credentialElsewhere =
    QT_TRANSLATE_NOOP("Reason", "a credential for %1 is sent nowhere else");
inline constexpr const char *profileTwice = QT_TRANSLATE_NOOP("Reason", "it has the profile %1 twice");
inline constexpr const char *didNotEnd = QT_TRANSLATE_NOOP("Reason", "it did not end within %1 seconds");
inline constexpr const char *noPort =
    QT_TRANSLATE_NOOP("Reason", "Signet cannot listen on a local port (%1)");
inline constexpr const char *browserStayedAway =
    QT_TRANSLATE_NOOP("Reason", "no answer from the browser within %1 minutes");
inline constexpr const char *foreignStatus =
    QT_TRANSLATE_NOOP("Reason", "status %1, without an error of Microsoft Entra");
inline constexpr const char *notASandbox =
    QT_TRANSLATE_NOOP("Reason", "something other than a sandbox responded with status %1");
inline constexpr const char *syntaxFault = QT_TRANSLATE_NOOP("Reason", "line %1, column %2: %3");
inline constexpr const char *itemTwice = QT_TRANSLATE_NOOP("Reason", "line %1: the object has an item twice");
inline constexpr const char *memberTwice =
    QT_TRANSLATE_NOOP("Reason", "line %1: the object has a member twice");

inline constexpr std::array withValues{largerThan,       notReplaced,         inTheWay,      manyBackups,
                                       collectionLocked, credentialElsewhere, profileTwice,  didNotEnd,
                                       noPort,           browserStayedAway,   foreignStatus, notASandbox,
                                       syntaxFault,      itemTwice,           memberTwice};

} // namespace reasons

template <class... Values>
QString reasonText(const char *marked, const Values &...values)
{
    QString text = QString::fromUtf8(marked);
    ((text = text.arg(values)), ...);
    return text;
}

} // namespace signet
