#include "core/sandbox/azure/odatafilter.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

using Predicate = std::function<bool(const QJsonObject &)>;
using TextTest = std::function<bool(const QString &)>;

// Text is told from names by the quote it keeps in front.
QStringList tokensOf(const QString &text, bool *complete)
{
    static const QRegularExpression token(
        u"\\G\\s*(?:('(?:[^']|'')*')|([A-Za-z_@][\\w.@]*|\\d+)|([(),:/]))"_s);
    QStringList tokens;
    qsizetype at = 0;
    for (;;) {
        const QRegularExpressionMatch match = token.match(text, at);
        if (!match.hasMatch())
            break;
        QString one = match.captured(0).trimmed();
        if (one.startsWith(u'\'')) {
            one = one.sliced(1).chopped(1).replace("''"_L1, "'"_L1);
            one.prepend(u'\'');
        }
        tokens.append(one);
        at = match.capturedEnd();
    }
    *complete = QStringView(text).mid(at).trimmed().isEmpty();
    return tokens;
}

QString textOf(const QJsonValue &value)
{
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.isNull() || value.isUndefined() ? u"null"_s : value.toVariant().toString();
}

// Recursive descent; a failure is sticky.
class Parser {
public:
    explicit Parser(const QString &text)
    {
        bool complete = false;
        m_tokens = tokensOf(text, &complete);
        m_failed = !complete;
    }

    std::optional<ODataFilter> filter()
    {
        Predicate predicate = disjunction();
        if (m_failed || m_at != m_tokens.size())
            return std::nullopt;
        return ODataFilter{.matches = std::move(predicate), .isAdvanced = m_advanced};
    }

private:
    QString next() { return m_at < m_tokens.size() ? m_tokens[m_at++] : QString(); }
    bool take(QLatin1StringView token)
    {
        if (m_at >= m_tokens.size() || m_tokens[m_at].compare(token, Qt::CaseInsensitive) != 0)
            return false;
        ++m_at;
        return true;
    }
    void expect(QLatin1StringView token) { m_failed = !take(token) || m_failed; }
    QString literal()
    {
        QString token = next();
        if (token.startsWith(u'\''))
            return token.sliced(1);
        m_failed = m_failed || token.isEmpty() || !(token.at(0).isLetterOrNumber());
        return token;
    }

    Predicate disjunction()
    {
        Predicate left = conjunction();
        while (!m_failed && take("or"_L1))
            left = [left, right = conjunction()](const QJsonObject &one) { return left(one) || right(one); };
        return left;
    }

    Predicate conjunction()
    {
        Predicate left = negation();
        while (!m_failed && take("and"_L1))
            left = [left, right = negation()](const QJsonObject &one) { return left(one) && right(one); };
        return left;
    }

    Predicate negation()
    {
        // Far more than anybody writes; keeps what others send from exhausting the stack.
        if (++m_depth > 50)
            m_failed = true;
        if (m_failed)
            return [](const QJsonObject &) { return false; };
        Predicate result;
        if (take("not"_L1)) {
            m_advanced = true;
            result = [inner = negation()](const QJsonObject &one) { return !inner(one); };
        } else if (take("("_L1)) {
            result = disjunction();
            expect(")"_L1);
        } else {
            result = comparison();
        }
        --m_depth;
        return result;
    }

    Predicate comparison()
    {
        const QString name = next();
        if (name.isEmpty() || !(name.at(0).isLetter() || name.at(0) == u'@'))
            m_failed = true;
        for (const QLatin1StringView function : {"startswith"_L1, "endswith"_L1}) {
            if (name.compare(function, Qt::CaseInsensitive) != 0)
                continue;
            m_advanced = m_advanced || function == "endswith"_L1;
            expect("("_L1);
            const QString field = next();
            expect(","_L1);
            const QString text = literal();
            expect(")"_L1);
            const bool start = function == "startswith"_L1;
            return [field, text, start](const QJsonObject &one) {
                const QString value = one.value(field).toString();
                return start ? value.startsWith(text, Qt::CaseInsensitive)
                             : value.endsWith(text, Qt::CaseInsensitive);
            };
        }
        if (take("/"_L1))
            return any(name);
        const TextTest test = tail();
        return [name, test](const QJsonObject &one) { return test(textOf(one.value(name))); };
    }

    // "eq 'x'", "ne 'x'", "in ('x','y')"
    TextTest tail()
    {
        if (take("in"_L1)) {
            QStringList values;
            expect("("_L1);
            do {
                values.append(literal());
            } while (!m_failed && take(","_L1));
            expect(")"_L1);
            return [values](const QString &text) { return values.contains(text, Qt::CaseInsensitive); };
        }
        const bool equal = take("eq"_L1);
        if (!equal) {
            expect("ne"_L1);
            m_advanced = true;
        }
        const QString value = literal();
        return [value, equal](const QString &text) {
            return (text.compare(value, Qt::CaseInsensitive) == 0) == equal;
        };
    }

    Predicate any(const QString &collection)
    {
        expect("any"_L1);
        expect("("_L1);
        const QString variable = next();
        expect(":"_L1);
        TextTest test;
        if (take("startswith"_L1)) {
            expect("("_L1);
            m_failed = next() != variable || m_failed;
            expect(","_L1);
            const QString text = literal();
            expect(")"_L1);
            test = [text](const QString &value) { return value.startsWith(text, Qt::CaseInsensitive); };
        } else {
            m_failed = next() != variable || m_failed;
            test = tail();
        }
        expect(")"_L1);
        return [collection, test](const QJsonObject &one) {
            const QJsonArray values = one.value(collection).toArray();
            return std::any_of(values.begin(), values.end(),
                               [&](const QJsonValue &value) { return test(value.toString()); });
        };
    }

    QStringList m_tokens;
    qsizetype m_at = 0;
    int m_depth = 0;
    bool m_failed = false;
    bool m_advanced = false;
};

} // namespace

std::optional<ODataFilter> ODataFilter::parse(const QString &text)
{
    return Parser(text).filter();
}

} // namespace signet::sandbox
