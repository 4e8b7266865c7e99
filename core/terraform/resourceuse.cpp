#include "core/terraform/resourceuse.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords operationWords{Operation::Delete,
                                   std::array{
                                       EnumWord{Operation::Create, "create"_L1},
                                       EnumWord{Operation::Read, "read"_L1},
                                       EnumWord{Operation::Update, "update"_L1},
                                       EnumWord{Operation::Delete, "delete"_L1},
                                   }};

} // namespace

QLatin1StringView toString(Operation operation)
{
    return operationWords[operation];
}

ArgumentSeen ResourceUse::argument(const QString &path) const
{
    const auto found = arguments.constFind(path);
    if (found != arguments.constEnd())
        return *found;
    for (qsizetype end = path.lastIndexOf(u'.'); end > 0; end = path.lastIndexOf(u'.', end - 1)) {
        const auto outer = arguments.constFind(path.left(end));
        if (outer != arguments.constEnd() && outer->state == ArgumentSeen::State::Unknown)
            return *outer;
    }
    // The entry without a name stands for all: the object is unknown as a whole.
    return arguments.value(QString());
}

bool isZero(QStringView text)
{
    return text.isEmpty() || text == u"false" || text == u"0";
}

QString addressWithoutKeys(const QString &address)
{
    QString text;
    text.reserve(address.size());
    bool isKey = false;
    bool isQuoted = false;
    for (qsizetype i = 0; i < address.size(); ++i) {
        const QChar c = address[i];
        if (isQuoted && c == u'\\')
            ++i;
        else if (isKey && c == u'"')
            isQuoted = !isQuoted;
        else if (!isQuoted && (c == u'[' || c == u']'))
            isKey = c == u'[';
        else if (!isKey)
            text += c;
    }
    return text;
}

WantedNames wantedNames(const QList<WantedArgument> &wanted)
{
    WantedNames root;
    for (const WantedArgument &argument : wanted) {
        WantedNames *names = &root;
        const QStringList steps = argument.path.split(u'.');
        for (const QString &step : steps) {
            const bool isIndex = step == u"*"_s || (!step.isEmpty() && step.front().isDigit());
            if (!isIndex)
                names = &names->inside[step];
        }
        names->isValueRead = names->isValueRead || argument.isValueRead;
    }
    return root;
}

} // namespace signet
