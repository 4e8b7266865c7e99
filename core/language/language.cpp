#include "core/language/language.h"

#include "core/language/englishplurals.h"
#include "core/language/pseudotranslator.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <algorithm>
#include <memory>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 translationLimit = 16 * 1024 * 1024;

// A translator that reads its file through the Host and keeps the bytes it works on.
class FileTranslator final : public QTranslator {
public:
    FileTranslator(QByteArray content, QObject *parent)
        : QTranslator(parent)
        , m_content(std::move(content))
    {
        // A file that cannot be used leaves the translator empty, which isEmpty() reports.
        static_cast<void>(
            load(reinterpret_cast<const uchar *>(m_content.constData()), int(m_content.size())));
    }

private:
    QByteArray m_content;
};

std::unique_ptr<QTranslator> translationNamed(const QString &name, const Host &host)
{
    const QString folder = QCoreApplication::applicationDirPath();
    for (const QString &place : {u"/translations"_s, u"/../share/signet/translations"_s}) {
        const auto content =
            host.readFile(folder + place + u"/signet_"_s + name + u".qm"_s, translationLimit);
        if (!content)
            continue;
        auto translator = std::make_unique<FileTranslator>(*content, QCoreApplication::instance());
        if (!translator->isEmpty())
            return translator;
    }
    return nullptr;
}

// SIGNET_LANGUAGE becomes part of a path.
bool isLanguageName(const QString &name)
{
    return !name.isEmpty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9') || c == u'_'
            || c == u'@';
    });
}

} // namespace

QStringList languageCandidates(const Environment &environment, const QStringList &systemLanguages)
{
    const QString wished = environment.value(u"SIGNET_LANGUAGE"_s);
    QStringList candidates;
    for (const QString &tag : wished.isEmpty() ? systemLanguages : QStringList{wished}) {
        QString name = tag;
        name.replace(u'-', u'_');
        if (!isLanguageName(name))
            continue;
        const QString language = name.section(u'_', 0, 0);
        if (language == "en"_L1 || language == "C"_L1 || name == "pseudo"_L1) {
            candidates.append(name == "pseudo"_L1 ? name : u"en"_s);
            return candidates;
        }
        if (!candidates.contains(name))
            candidates.append(name);
        if (!candidates.contains(language))
            candidates.append(language);
    }
    candidates.append(u"en"_s);
    return candidates;
}

QString installLanguage(const Host &host, const QString &preferred)
{
    QCoreApplication *application = QCoreApplication::instance();
    Q_ASSERT(application);

    // The translator installed last is asked first, so English is what remains.
    QCoreApplication::installTranslator(new EnglishPlurals(application));

    const QStringList candidates = languageCandidates(
        host.environment(), preferred.isEmpty() ? QLocale::system().uiLanguages() : QStringList{preferred});
    for (const QString &name : candidates) {
        if (name == "en"_L1)
            return name;
        if (name == "pseudo"_L1) {
            QCoreApplication::installTranslator(new PseudoTranslator(application));
            return name;
        }
        if (auto translation = translationNamed(name, host)) {
            QCoreApplication::installTranslator(translation.release());
            return name;
        }
    }
    return u"en"_s;
}

} // namespace signet
