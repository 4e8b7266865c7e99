#include "core/sandbox/azure/resourcegraph.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <functional>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

using Rows = QList<QJsonObject>;
using Expression = std::function<QJsonValue(const QJsonObject &)>;

struct Token {
    enum class Kind { Name, Text, Number, Sign, End };
    Kind kind = Kind::End;
    QString text;
};

QString unescaped(QStringView quoted)
{
    if (quoted.startsWith(u'@'))
        return quoted.sliced(2).chopped(1).toString();
    QString text;
    const QStringView inner = quoted.sliced(1).chopped(1);
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner[i] == u'\\' && i + 1 < inner.size())
            ++i;
        text += inner[i];
    }
    return text;
}

std::optional<std::vector<Token>> tokensOf(const QString &query)
{
    static const QRegularExpression token(
        u"\\G(?:\\s|//[^\\n]*(?:\\n|$))*(?:"
        "(@?'(?:[^'\\\\]|\\\\.)*'|@?\"(?:[^\"\\\\]|\\\\.)*\")" // 1 text
        "|(![A-Za-z_]+~?|in~|[A-Za-z_$][A-Za-z0-9_]*(?:-[a-z]+)?)" // 2 name; project-away is one
        "|(\\d+)" // 3 number
        "|(==|!=|=~|!~|<=|>=|[<>=().,|\\[\\]]))"_s); // 4 sign
    std::vector<Token> tokens;
    qsizetype at = 0;
    for (;;) {
        const QRegularExpressionMatch match = token.match(query, at);
        if (!match.hasMatch())
            break;
        if (match.hasCaptured(1))
            tokens.push_back({Token::Kind::Text, unescaped(match.capturedView(1))});
        else if (match.hasCaptured(2))
            tokens.push_back({Token::Kind::Name, match.captured(2)});
        else if (match.hasCaptured(3))
            tokens.push_back({Token::Kind::Number, match.captured(3)});
        else
            tokens.push_back({Token::Kind::Sign, match.captured(4)});
        at = match.capturedEnd();
    }
    static const QRegularExpression blank(u"^(?:\\s|;|//[^\\n]*(?:\\n|$))*$"_s);
    if (!blank.match(query.sliced(at)).hasMatch())
        return std::nullopt;
    return tokens;
}

QString textOf(const QJsonValue &value)
{
    if (value.isObject())
        return QString::fromUtf8(QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
    if (value.isArray())
        return QString::fromUtf8(QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact));
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.toVariant().toString();
}

bool isEmpty(const QJsonValue &value)
{
    return textOf(value).isEmpty();
}

bool hasTerm(const QString &text, const QString &term, Qt::CaseSensitivity sensitivity)
{
    for (qsizetype at = text.indexOf(term, 0, sensitivity); at >= 0;
         at = text.indexOf(term, at + 1, sensitivity)) {
        const qsizetype end = at + term.size();
        if ((at == 0 || !text[at - 1].isLetterOrNumber())
            && (end == text.size() || !text[end].isLetterOrNumber()))
            return true;
    }
    return false;
}

int compared(const QJsonValue &a, const QJsonValue &b)
{
    if (a.isDouble() && b.isDouble())
        return a.toDouble() < b.toDouble() ? -1 : a.toDouble() > b.toDouble() ? 1 : 0;
    return textOf(a).compare(textOf(b));
}

using Test = std::function<bool(const QJsonValue &, const QJsonValue &)>;

// The test of an operator's name, without a leading "!".
Test testNamed(QString name)
{
    Qt::CaseSensitivity sensitivity = Qt::CaseInsensitive;
    if (name.endsWith("_cs"_L1)) {
        name.chop(3);
        sensitivity = Qt::CaseSensitive;
    }
    if (name == "contains"_L1)
        return [sensitivity](const QJsonValue &a, const QJsonValue &b) {
            return textOf(a).contains(textOf(b), sensitivity);
        };
    if (name == "startswith"_L1)
        return [sensitivity](const QJsonValue &a, const QJsonValue &b) {
            return textOf(a).startsWith(textOf(b), sensitivity);
        };
    if (name == "endswith"_L1)
        return [sensitivity](const QJsonValue &a, const QJsonValue &b) {
            return textOf(a).endsWith(textOf(b), sensitivity);
        };
    if (name == "has"_L1)
        return [sensitivity](const QJsonValue &a, const QJsonValue &b) {
            return hasTerm(textOf(a), textOf(b), sensitivity);
        };
    return {};
}

Test testOfSign(const QString &sign)
{
    if (sign == "=="_L1)
        return [](const QJsonValue &a, const QJsonValue &b) { return compared(a, b) == 0; };
    if (sign == "!="_L1)
        return [](const QJsonValue &a, const QJsonValue &b) { return compared(a, b) != 0; };
    if (sign == "=~"_L1)
        return [](const QJsonValue &a, const QJsonValue &b) {
            return textOf(a).compare(textOf(b), Qt::CaseInsensitive) == 0;
        };
    if (sign == "!~"_L1)
        return [](const QJsonValue &a, const QJsonValue &b) {
            return textOf(a).compare(textOf(b), Qt::CaseInsensitive) != 0;
        };
    if (sign == "<"_L1)
        return [](const QJsonValue &a, const QJsonValue &b) { return compared(a, b) < 0; };
    if (sign == "<="_L1)
        return [](const QJsonValue &a, const QJsonValue &b) { return compared(a, b) <= 0; };
    if (sign == ">"_L1)
        return [](const QJsonValue &a, const QJsonValue &b) { return compared(a, b) > 0; };
    if (sign == ">="_L1)
        return [](const QJsonValue &a, const QJsonValue &b) { return compared(a, b) >= 0; };
    return {};
}

using Arguments = std::vector<QJsonValue>;

std::function<QJsonValue(const Arguments &)> functionNamed(const QString &name)
{
    if (name == "tostring"_L1)
        return [](const Arguments &a) { return QJsonValue(textOf(a.front())); };
    if (name == "tolower"_L1)
        return [](const Arguments &a) { return QJsonValue(textOf(a.front()).toLower()); };
    if (name == "toupper"_L1)
        return [](const Arguments &a) { return QJsonValue(textOf(a.front()).toUpper()); };
    if (name == "isempty"_L1)
        return [](const Arguments &a) { return QJsonValue(isEmpty(a.front())); };
    if (name == "isnotempty"_L1)
        return [](const Arguments &a) { return QJsonValue(!isEmpty(a.front())); };
    if (name == "isnull"_L1)
        return [](const Arguments &a) { return QJsonValue(a.front().isNull() || a.front().isUndefined()); };
    if (name == "isnotnull"_L1)
        return [](const Arguments &a) { return QJsonValue(!a.front().isNull() && !a.front().isUndefined()); };
    if (name == "not"_L1)
        return [](const Arguments &a) { return QJsonValue(!a.front().toBool()); };
    if (name == "strcat"_L1)
        return [](const Arguments &a) {
            QString all;
            for (const QJsonValue &one : a)
                all += textOf(one);
            return QJsonValue(all);
        };
    if (name == "coalesce"_L1)
        return [](const Arguments &a) {
            const auto found =
                std::find_if(a.begin(), a.end(), [](const QJsonValue &v) { return !isEmpty(v); });
            return found == a.end() ? QJsonValue() : *found;
        };
    if (name == "bag_keys"_L1)
        return [](const Arguments &a) {
            return QJsonValue(QJsonArray::fromStringList(a.front().toObject().keys()));
        };
    if (name == "array_length"_L1)
        return [](const Arguments &a) {
            return a.front().isArray() ? QJsonValue(a.front().toArray().size()) : QJsonValue();
        };
    if (name == "parse_json"_L1 || name == "todynamic"_L1)
        return [](const Arguments &a) {
            if (!a.front().isString())
                return a.front();
            const QJsonDocument document = QJsonDocument::fromJson(a.front().toString().toUtf8());
            return document.isArray() ? QJsonValue(document.array()) : QJsonValue(document.object());
        };
    return {};
}

// Reads a query and carries it out stage by stage.
class Query {
public:
    Query(std::vector<Token> tokens, const Rows &resources, const Rows &containers)
        : m_tokens(std::move(tokens))
        , m_resources(resources)
        , m_containers(containers)
    {
    }

    std::optional<Rows> run()
    {
        const QString table = name().toLower();
        if (table == "resources"_L1)
            m_rows = m_resources;
        else if (table == "resourcecontainers"_L1)
            m_rows = m_containers;
        else
            fail(u"the table '%1' is not there"_s.arg(table));
        static constexpr const char16_t *columns[] = {u"id",
                                                      u"name",
                                                      u"type",
                                                      u"tenantId",
                                                      u"kind",
                                                      u"location",
                                                      u"resourceGroup",
                                                      u"sku",
                                                      u"properties",
                                                      u"tags",
                                                      u"identity",
                                                      u"zones",
                                                      u"subscriptionId",
                                                      u"managedBy",
                                                      u"plan",
                                                      u"apiVersion",
                                                      u"extendedLocation"};
        for (const char16_t *column : columns)
            m_columns.append(QString::fromUtf16(column));
        while (m_error.isEmpty() && take(u"|"_s))
            stage();
        if (m_error.isEmpty() && peek().kind != Token::Kind::End)
            fail(u"'%1' was not expected"_s.arg(peek().text));
        if (!m_error.isEmpty())
            return std::nullopt;
        return m_rows;
    }

    const QString &error() const { return m_error; }

private:
    const Token &peek(std::size_t ahead = 0) const
    {
        static const Token end;
        return m_at + ahead < m_tokens.size() ? m_tokens[m_at + ahead] : end;
    }
    Token next()
    {
        Token token = peek();
        if (m_at < m_tokens.size())
            ++m_at;
        return token;
    }
    bool take(const QString &sign)
    {
        if (peek().kind != Token::Kind::Sign || peek().text != sign)
            return false;
        ++m_at;
        return true;
    }
    bool takeWord(const QString &word)
    {
        if (peek().kind != Token::Kind::Name || peek().text != word)
            return false;
        ++m_at;
        return true;
    }
    void expect(const QString &sign)
    {
        if (!take(sign))
            fail(u"'%1' was expected before '%2'"_s.arg(sign, peek().text));
    }
    void fail(const QString &why)
    {
        if (m_error.isEmpty())
            m_error = why;
    }
    QString name()
    {
        const Token token = next();
        if (token.kind != Token::Kind::Name)
            fail(u"a name was expected at '%1'"_s.arg(token.text));
        return token.text;
    }
    qsizetype number()
    {
        const Token token = next();
        if (token.kind != Token::Kind::Number)
            fail(u"a number was expected at '%1'"_s.arg(token.text));
        return token.text.toLongLong();
    }

    void stage()
    {
        const QString what = name();
        if (what == "where"_L1 || what == "filter"_L1) {
            const Expression keep = disjunction();
            if (m_error.isEmpty())
                m_rows.removeIf([&](const QJsonObject &row) { return !keep(row).toBool(); });
        } else if (what == "project"_L1) {
            project(false);
        } else if (what == "extend"_L1) {
            project(true);
        } else if (what == "project-away"_L1) {
            do {
                const QString column = name();
                m_columns.removeAll(column);
                for (QJsonObject &row : m_rows)
                    row.remove(column);
            } while (m_error.isEmpty() && take(u","_s));
        } else if (what == "order"_L1 || what == "sort"_L1) {
            if (!takeWord(u"by"_s))
                fail(u"'by' was expected after '%1'"_s.arg(what));
            order();
        } else if (what == "take"_L1 || what == "limit"_L1) {
            m_rows = m_rows.mid(0, number());
        } else if (what == "top"_L1) {
            const qsizetype rows = number();
            if (!takeWord(u"by"_s))
                fail(u"'by' was expected after 'top'"_s);
            order();
            m_rows = m_rows.mid(0, rows);
        } else if (what == "count"_L1) {
            m_rows = {QJsonObject{{u"Count"_s, m_rows.size()}}};
            m_columns = {u"Count"_s};
        } else {
            fail(u"the operator '%1' is not supported"_s.arg(what));
        }
    }

    void project(bool keepsAll)
    {
        std::vector<std::pair<QString, Expression>> wanted;
        QStringList columns = keepsAll ? m_columns : QStringList();
        do {
            QString column = peek().text;
            if (peek(1).kind == Token::Kind::Sign && peek(1).text == "="_L1) {
                column = name();
                expect(u"="_s);
            }
            // Without a name of its own a path is called by its parts.
            const std::size_t start = m_at;
            const Expression value = disjunction();
            if (m_at > start + 1 && peek(0).text != "="_L1 && column == m_tokens[start].text) {
                for (std::size_t i = start + 1; i < m_at; ++i) {
                    if (m_tokens[i].kind != Token::Kind::Sign)
                        column += u'_' + m_tokens[i].text;
                }
            }
            wanted.emplace_back(column, value);
            columns.removeAll(column);
            columns.append(column);
        } while (m_error.isEmpty() && take(u","_s));
        if (!m_error.isEmpty())
            return;
        for (QJsonObject &row : m_rows) {
            QJsonObject made = keepsAll ? row : QJsonObject();
            for (const auto &[column, value] : wanted)
                made.insert(column, value(row));
            row = made;
        }
        m_columns = columns;
    }

    void order()
    {
        std::vector<std::pair<Expression, bool>> keys;
        do {
            const Expression key = disjunction();
            // Without a word the largest comes first.
            const bool ascending = takeWord(u"asc"_s);
            if (!ascending)
                takeWord(u"desc"_s);
            keys.emplace_back(key, ascending);
        } while (m_error.isEmpty() && take(u","_s));
        if (!m_error.isEmpty())
            return;
        std::vector<std::pair<QJsonObject, qsizetype>> rows;
        for (const QJsonObject &row : std::as_const(m_rows))
            rows.emplace_back(row, qsizetype(rows.size()));
        std::sort(rows.begin(), rows.end(), [&](const auto &a, const auto &b) {
            for (const auto &[key, ascending] : keys) {
                if (const int order = compared(key(a.first), key(b.first)); order != 0)
                    return ascending ? order < 0 : order > 0;
            }
            return a.second < b.second;
        });
        m_rows.clear();
        for (const auto &[row, place] : rows)
            m_rows.append(row);
    }

    Expression disjunction()
    {
        // Far more than anybody writes; keeps what others send from exhausting the stack.
        if (++m_depth > 50)
            fail(u"the query is nested too deeply"_s);
        Expression left = conjunction();
        while (m_error.isEmpty() && takeWord(u"or"_s))
            left = [left, right = conjunction()](const QJsonObject &row) {
                return QJsonValue(left(row).toBool() || right(row).toBool());
            };
        --m_depth;
        return left;
    }

    Expression conjunction()
    {
        Expression left = comparison();
        while (m_error.isEmpty() && takeWord(u"and"_s))
            left = [left, right = comparison()](const QJsonObject &row) {
                return QJsonValue(left(row).toBool() && right(row).toBool());
            };
        return left;
    }

    Expression comparison()
    {
        Expression left = operand();
        if (!m_error.isEmpty())
            return left;
        if (peek().kind == Token::Kind::Sign) {
            const Test test = testOfSign(peek().text);
            if (!test)
                return left;
            next();
            return compare(left, test, operand());
        }
        if (peek().kind != Token::Kind::Name)
            return left;
        QString word = peek().text;
        const bool negated = word.startsWith(u'!');
        if (negated)
            word.remove(0, 1);
        if (word == "in"_L1 || word == "in~"_L1) {
            next();
            return isOneOf(left, negated, word == "in"_L1 ? Qt::CaseSensitive : Qt::CaseInsensitive);
        }
        const Test test = testNamed(word);
        if (!test)
            return left;
        next();
        if (!negated)
            return compare(left, test, operand());
        return compare(
            left, [test](const QJsonValue &a, const QJsonValue &b) { return !test(a, b); }, operand());
    }

    static Expression compare(const Expression &left, const Test &test, const Expression &right)
    {
        return
            [left, test, right](const QJsonObject &row) { return QJsonValue(test(left(row), right(row))); };
    }

    Expression isOneOf(const Expression &left, bool negated, Qt::CaseSensitivity sensitivity)
    {
        std::vector<Expression> values;
        expect(u"("_s);
        do {
            values.push_back(disjunction());
        } while (m_error.isEmpty() && take(u","_s));
        expect(u")"_s);
        return [left, values, negated, sensitivity](const QJsonObject &row) {
            const QString text = textOf(left(row));
            const bool found = std::any_of(values.begin(), values.end(), [&](const Expression &value) {
                return text.compare(textOf(value(row)), sensitivity) == 0;
            });
            return QJsonValue(found != negated);
        };
    }

    Expression operand()
    {
        const Token token = next();
        Expression value = [](const QJsonObject &) { return QJsonValue(); };
        switch (token.kind) {
        case Token::Kind::Text:
            return [text = token.text](const QJsonObject &) { return QJsonValue(text); };
        case Token::Kind::Number:
            return [number = token.text.toDouble()](const QJsonObject &) { return QJsonValue(number); };
        case Token::Kind::Sign:
            if (token.text != "("_L1) {
                fail(u"'%1' was not expected"_s.arg(token.text));
                return value;
            }
            value = disjunction();
            expect(u")"_s);
            return value;
        case Token::Kind::End:
            fail(u"the query ends too early"_s);
            return value;
        case Token::Kind::Name:
            break;
        }
        if (token.text == "true"_L1 || token.text == "false"_L1)
            return [yes = token.text == "true"_L1](const QJsonObject &) { return QJsonValue(yes); };
        if (take(u"("_s)) {
            value = call(token.text);
        } else if (m_columns.contains(token.text)) {
            value = [column = token.text](const QJsonObject &row) { return row.value(column); };
        } else {
            fail(u"Failed to resolve column or scalar expression named '%1'"_s.arg(token.text));
            return value;
        }
        return path(value);
    }

    Expression call(const QString &function)
    {
        const auto carryOut = functionNamed(function);
        if (!carryOut)
            fail(u"the function '%1' is not supported"_s.arg(function));
        std::vector<Expression> arguments;
        do {
            arguments.push_back(disjunction());
        } while (m_error.isEmpty() && take(u","_s));
        expect(u")"_s);
        return [carryOut, arguments](const QJsonObject &row) {
            Arguments values;
            for (const Expression &argument : arguments)
                values.push_back(argument(row));
            return carryOut(values);
        };
    }

    Expression path(Expression value)
    {
        for (;;) {
            if (take(u"."_s)) {
                value = [value, key = name()](const QJsonObject &row) {
                    return value(row).toObject().value(key);
                };
            } else if (take(u"["_s)) {
                const Token key = next();
                expect(u"]"_s);
                if (key.kind == Token::Kind::Number)
                    value = [value, at = key.text.toLongLong()](const QJsonObject &row) {
                        return value(row).toArray().at(at);
                    };
                else
                    value = [value, key = key.text](const QJsonObject &row) {
                        return value(row).toObject().value(key);
                    };
            } else {
                return value;
            }
        }
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_depth = 0;
    const Rows &m_resources;
    const Rows &m_containers;
    Rows m_rows;
    QStringList m_columns;
    QString m_error;
};

} // namespace

std::optional<QList<QJsonObject>> runResourceGraphQuery(const QString &query,
                                                        const QList<QJsonObject> &resources,
                                                        const QList<QJsonObject> &containers, QString *error)
{
    const auto tokens = tokensOf(query);
    if (!tokens) {
        *error = u"a character was not expected"_s;
        return std::nullopt;
    }
    Query reader(*tokens, resources, containers);
    const std::optional<Rows> rows = reader.run();
    if (!rows)
        *error = reader.error();
    return rows;
}

} // namespace signet::sandbox
