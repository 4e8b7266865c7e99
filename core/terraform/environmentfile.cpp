#include "core/terraform/environmentfile.h"

#include "core/result/reason.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString unescaped(const QString &text)
{
    QString value;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text[i] != u'\\' || i + 1 == text.size()) {
            value += text[i];
            continue;
        }
        const QChar sign = text[++i];
        if (sign == u'n')
            value += u'\n';
        else if (sign == u'"' || sign == u'\\' || sign == u'$' || sign == u'`')
            value += sign;
        else
            value += QString(u'\\') + sign;
    }
    return value;
}

} // namespace

Result<QMap<QString, QString>> parseEnvironmentFile(const QString &path, const QByteArray &content)
{
    static const QRegularExpression assignment(uR"(^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_.]*)\s*=(.*)$)"_s);
    QMap<QString, QString> variables;
    int number = 0;
    const QStringList lines = QString::fromUtf8(content).split(u'\n');
    for (QString line : lines) {
        ++number;
        if (line.endsWith(u'\r'))
            line.chop(1);
        const QString bare = line.trimmed();
        if (bare.isEmpty() || bare.startsWith(u'#'))
            continue;
        const auto match = assignment.match(line);
        if (!match.hasMatch()) {
            // The line itself may hold a secret, so it is not repeated.
            return Problem(finding::fileNotReadable,
                           {{u"path"_s, path}, {u"reason"_s, reasonText(reasons::notAssignment, number)}});
        }
        QString value = match.captured(2).trimmed();
        if (value.size() >= 2 && value.startsWith(u'\'') && value.endsWith(u'\''))
            value = value.mid(1, value.size() - 2);
        else if (value.size() >= 2 && value.startsWith(u'"') && value.endsWith(u'"'))
            value = unescaped(value.mid(1, value.size() - 2));
        variables.insert(match.captured(1), value);
    }
    return variables;
}

} // namespace signet
