#pragma once

#include "core/hcl/hcledit.h"
#include "core/hcl/hclfile.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>
#include <QPair>
#include <QString>

#include <random>

namespace signet {

// The files of tests/data/hcl by their names; the faulty ones are in a folder of their own.
inline QList<QPair<QByteArray, QByteArray>> corpus(bool faulty = false)
{
    QList<QPair<QByteArray, QByteArray>> files;
    const QDir root(QStringLiteral(SIGNET_TEST_DATA "/hcl"));
    for (const QString &group : root.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name)) {
        if ((group == QLatin1StringView("faults")) != faulty)
            continue;
        const QDir folder(root.filePath(group));
        for (const QString &name : folder.entryList({QStringLiteral("*.tf")}, QDir::Files, QDir::Name)) {
            QFile file(folder.filePath(name));
            if (file.open(QIODevice::ReadOnly))
                files.append({(group + u'/' + name).toUtf8(), file.readAll()});
        }
    }
    return files;
}

// Another one for another run: SIGNET_SEED.
inline quint32 randomSeed()
{
    const int given = qEnvironmentVariableIntValue("SIGNET_SEED");
    const quint32 seed = given != 0 ? quint32(given) : 20240501U;
    qInfo("seed %u", seed);
    return seed;
}

// Writes HCL at random, everything of the language in every layout. The same seed gives the same texts.
class HclWriter {
public:
    explicit HclWriter(quint32 seed)
        : m_random(seed)
    {
    }

    QByteArray file()
    {
        m_newline = below(4) == 0 ? "\r\n" : "\n";
        m_sloppy = below(2) == 0;
        QByteArray text = below(12) == 0 ? "\xef\xbb\xbf" : "";
        text += body(QByteArray(), 0);
        if (below(10) == 0 && text.endsWith(m_newline) && !text.endsWith("EOT" + m_newline))
            text.chop(m_newline.size());
        return text;
    }

    // One that may stand behind "name =", on one line or several.
    QByteArray expression(int depth = 0)
    {
        switch (depth > 3 ? below(7) : below(22)) {
        case 0:
            return pick({"0", "1", "8080", "0.25", "1e6", "25e-3", "18446744073709551616"});
        case 1:
            return pick({"true", "false", "null"});
        case 2:
        case 3:
            return quoted(depth);
        case 4:
            return pick({"var.region", "local.tags.owner", "azuredevops_project.main.id", "each.value", "a"});
        case 5:
            return "\""
                + pick({"", "plain", "100%", "US$", "$${x}", "%%{y}", "a\\\"b", "\\u00e9\\n",
                        "Größe 中文 🔑"})
                + "\"";
        case 6:
            return pick({"var.list[0]", "var.map[\"k\"].x", "var.list[*].id", "var.list.*.id", "var.list.0",
                         "x[*].y[0]"});
        case 7:
        case 8:
            return list(depth);
        case 9:
        case 10:
            return object(depth);
        case 11:
            return name() + "(" + expression(depth + 1)
                + (below(2) ? "," + blank() + expression(depth + 1) : "") + pick({"", "", ","}) + ")";
        case 12:
            return "core::" + name() + "(" + expression(depth + 1) + "...)";
        case 13:
            return "(" + inner() + expression(depth + 1) + inner() + ")";
        case 14:
            return operand(depth) + blank() + pick({"+", "*", "/", "%", "==", "!=", "<", ">=", "&&", "||"})
                + blank() + operand(depth);
        case 15:
            return pick({"-", "!"}) + operand(depth);
        case 16:
            return operand(depth) + " ? " + expression(depth + 1) + " : " + expression(depth + 1);
        case 17:
            return "[for x in " + expression(depth + 1) + " :" + inner() + expression(depth + 1)
                + (below(2) ? " if " + operand(depth) : "") + "]";
        case 18:
            return "{ for k, v in " + expression(depth + 1) + " : k => " + expression(depth + 1)
                + pick({"", "..."}) + " }";
        case 19:
            return "(" + expression(depth + 1) + ")[" + expression(depth + 1) + "]";
        default:
            // A heredoc ends its line, so nothing but a line end may come behind: inside of brackets there is
            // one.
            return depth == 0 ? heredoc() : "f(" + heredoc() + m_newline + ")";
        }
    }

    int below(int limit) { return int(m_random() % quint32(limit)); }
    QByteArray pick(const QList<QByteArray> &choices) { return choices.at(below(int(choices.size()))); }
    QByteArray name() { return pick({"a", "bcd", "my-name", "_x", "longer_name", "größe", "use_msi", "if"}); }
    void setLineEnd(const QByteArray &newline) { m_newline = newline; }

private:
    QByteArray blank() { return m_sloppy ? pick({"", " ", "  ", "\t", " /* c */ "}) + " " : QByteArray(" "); }
    // Where line ends mean nothing.
    QByteArray inner()
    {
        return below(4)
            ? QByteArray()
            : m_newline + pick({"  ", "    # comment" + m_newline, "\t", "// c" + m_newline, "/* c */ "});
    }
    QByteArray operand(int depth) { return below(2) ? "var.n" : "(" + expression(depth + 1) + ")"; }

    QByteArray quoted(int depth)
    {
        QByteArray text = "\"";
        for (int i = below(4); i >= 0; --i) {
            switch (below(5)) {
            case 0:
                text += pick({"${", "${~ ", "${ "}) + expression(depth + 2) + pick({"}", " ~}", " }"});
                break;
            case 1:
                text += "%{ if " + operand(depth + 2) + " }x%{ else ~} y %{ endif }";
                break;
            case 2:
                text += "%{ for x in var.l }${x}%{ endfor }";
                break;
            default:
                text += pick({"text ", " $5 ", "\\\\", "$$ ", "{", "} ", "#", "//", "é", "\\t", "'"});
            }
        }
        return text + "\"";
    }

    QByteArray heredoc()
    {
        QByteArray text = pick({"<<EOT", "<<-EOT"}) + m_newline;
        for (int i = below(4); i > 0; --i) {
            text += pick({"", "  ", "    ", "\t", "      "})
                + pick({"line", "cost: $5", "100%", "${var.x} tail", "${~ var.x ~}", "$${not}", "\"quoted\"",
                        "", "# text", "%{ if var.a ~}" + m_newline + "  yes" + m_newline + "%{ endif ~}",
                        "\\n", "中文"})
                + m_newline;
        }
        return text + pick({"", "  "}) + "EOT";
    }

    QByteArray list(int depth)
    {
        QByteArray text = "[";
        const int count = below(4);
        const bool hasLines = below(3) == 0;
        for (int i = 0; i < count; ++i) {
            if (hasLines)
                text += m_newline + "    ";
            text += expression(depth + 1);
            if (i + 1 < count || below(3) == 0)
                text += ", ";
        }
        return text + (hasLines ? m_newline + "  " : QByteArray()) + "]";
    }

    QByteArray object(int depth)
    {
        QByteArray text = "{";
        const int count = below(4);
        const bool hasLines = below(2) == 0;
        const QByteArray sign = pick({" = ", " = ", ": ", "="});
        for (int i = 0; i < count; ++i) {
            text += hasLines ? m_newline + "    " : " ";
            text += pick({name(), name(), "\"key " + QByteArray::number(i) + "\"", "(var.k)"}) + sign
                + expression(depth + 1);
            if (hasLines ? below(3) == 0 : i + 1 < count)
                text += ",";
            if (hasLines && below(5) == 0)
                text += " # comment";
        }
        return text + (hasLines ? m_newline + "  " : QByteArray(" ")) + "}";
    }

    QByteArray comment()
    {
        return pick({"# comment", "// comment", "# {", "/* c */", "/* a" + m_newline + " b */"});
    }

    QByteArray body(const QByteArray &indentation, int depth)
    {
        QByteArray text;
        QList<QByteArray> used;
        for (int i = below(6); i >= 0; --i) {
            if (below(4) == 0)
                text += m_newline;
            if (below(5) == 0)
                text += indentation + comment() + m_newline;
            if (below(4) == 0 && depth < 4) {
                text += block(indentation, depth);
                continue;
            }
            const QByteArray each = name() + (below(2) ? QByteArray::number(i) : QByteArray());
            if (used.contains(each))
                continue;
            used.append(each);
            text += indentation + each + blank() + "=" + blank();
            const QByteArray value = expression();
            text += value;
            if (!value.endsWith("EOT") && below(4) == 0)
                text += blank() + pick({"# c", "// c", "/* c */"});
            text += m_newline;
        }
        return text;
    }

    QByteArray block(const QByteArray &indentation, int depth)
    {
        QByteArray text = indentation + name();
        for (int i = below(3); i > 0; --i)
            text += blank() + pick({"\"label\"", "bare", "\"a \\\"b\\\"\""});
        text += " {";
        switch (below(6)) {
        case 0:
            return text + pick({"", " ", " /* c */ "}) + "}" + m_newline;
        case 1: {
            QByteArray value = expression();
            while (value.contains("EOT"))
                value = expression();
            return text + " " + name() + " = " + value + " }" + m_newline;
        }
        default:
            return text + pick({"", " # c"}) + m_newline
                + body(indentation + (m_sloppy ? pick({"", "\t", "    "}) : QByteArray("  ")), depth + 1)
                + indentation + "}" + pick({"", "", " # end"}) + m_newline;
        }
    }

    std::mt19937 m_random;
    QByteArray m_newline = "\n";
    bool m_sloppy = false;
};

// All bodies of a file, the file's own first, in the order of the text.
inline void collectBodies(const HclBody &body, QList<const HclBody *> *bodies)
{
    bodies->append(&body);
    for (const HclBlock &block : body.blocks)
        collectBodies(block.body, bodies);
}

inline QList<const HclBody *> bodiesOf(const HclFile &file)
{
    QList<const HclBody *> bodies;
    collectBodies(file.body(), &bodies);
    return bodies;
}

inline bool hasSameMeaning(const HclExpression &a, const HclExpression &b)
{
    const auto same = [](const auto &one, const auto &other) { return hasSameMeaning(one, other); };
    return a.kind == b.kind && a.text == b.text && a.boolean == b.boolean && a.path == b.path
        && std::equal(a.parts.begin(), a.parts.end(), b.parts.begin(), b.parts.end(), same)
        && std::equal(a.items.begin(), a.items.end(), b.items.begin(), b.items.end(),
                      [&](const auto &one, const auto &other) {
                          return same(one.first, other.first) && same(one.second, other.second);
                      });
}

// An edit of one body of a file, made at random, and what is wrong with what came out; empty when nothing is.
struct RandomEdit {
    QByteArray after;
    QString complaint;
    QList<ArgumentEdit> arguments;
    int body = 0;
};

inline RandomEdit randomlyEdited(const QByteArray &before, HclWriter *writer)
{
    const HclFile file = HclFile::parse(before);
    const QList<const HclBody *> bodies = bodiesOf(file);
    RandomEdit edit;
    edit.body = writer->below(int(bodies.size()));
    const HclBody &body = *bodies.at(edit.body);
    writer->setLineEnd("\n");
    for (int i = writer->below(3); i >= 0; --i) {
        QString name = QString::fromUtf8(writer->name()) + QString::number(writer->below(3));
        if (!body.attributes.empty() && writer->below(3) != 0)
            name = body.attributes[std::size_t(writer->below(int(body.attributes.size())))].name;
        const auto isNamed = [&](const ArgumentEdit &argument) { return argument.name == name; };
        if (std::any_of(edit.arguments.cbegin(), edit.arguments.cend(), isNamed))
            continue;
        std::optional<QByteArray> value;
        if (writer->below(3) != 0)
            value = writer->below(3) == 0
                ? writer->expression(1)
                : writer->pick({"1", "\"text\"", "var.x", "[1, 2]", "{\n  a = 1\n}", "<<EOT\n  x\nEOT"});
        edit.arguments.append({name, value});
    }
    const auto edits = editArguments(file, body, edit.arguments);
    if (!edits) {
        edit.complaint = QStringLiteral("refused");
        return edit;
    }
    edit.after = applied(before, *edits);
    const HclFile result = HclFile::parse(edit.after);
    if (!result.isValid()) {
        edit.complaint = QStringLiteral("not valid: ") + result.faults().constFirst().reason;
        return edit;
    }
    const QList<const HclBody *> bodiesAfter = bodiesOf(result);
    if (bodiesAfter.size() != bodies.size()) {
        edit.complaint = QStringLiteral("blocks were lost");
        return edit;
    }
    for (qsizetype i = 0; i < bodies.size(); ++i) {
        QStringList kept;
        QStringList keptAfter;
        const auto isEdited = [&](const QString &name) {
            return i == edit.body
                && std::any_of(edit.arguments.cbegin(), edit.arguments.cend(),
                               [&](const ArgumentEdit &argument) { return argument.name == name; });
        };
        for (const HclAttribute &attribute : bodies.at(i)->attributes) {
            if (!isEdited(attribute.name))
                kept.append(attribute.name + u'='
                            + QString::fromUtf8(before.sliced(attribute.expressionRange.begin,
                                                              attribute.expressionRange.size())));
        }
        for (const HclAttribute &attribute : bodiesAfter.at(i)->attributes) {
            if (!isEdited(attribute.name))
                keptAfter.append(attribute.name + u'='
                                 + QString::fromUtf8(edit.after.sliced(attribute.expressionRange.begin,
                                                                       attribute.expressionRange.size())));
        }
        // Columns inside of values that stand in a group with what was edited may have changed.
        const auto plain = [](QStringList list) {
            for (QString &each : list)
                each.remove(u' ').remove(u'\t');
            return list;
        };
        if (plain(kept) != plain(keptAfter))
            edit.complaint = QStringLiteral("other arguments changed: ") + kept.join(u'|')
                + QStringLiteral(" to ") + keptAfter.join(u'|');
    }
    for (const ArgumentEdit &argument : edit.arguments) {
        const HclAttribute *attribute = bodiesAfter.at(edit.body)->attribute(argument.name);
        if (!attribute != !argument.expression) {
            edit.complaint = QStringLiteral("an argument is missing, or not gone: ") + argument.name;
        } else if (attribute) {
            const HclFile wanted = HclFile::parse("x = " + *argument.expression + "\n");
            if (!hasSameMeaning(result.expression(*attribute),
                                wanted.expression(wanted.body().attributes.front())))
                edit.complaint = QStringLiteral("another value: ") + argument.name;
        }
    }
    // Outside of the body's lines only blanks change.
    const qsizetype first = edit.body == 0 ? 0 : before.lastIndexOf('\n', body.range.begin - 1);
    for (const TextEdit &each : *edits) {
        const bool isInside = each.range.begin >= first && each.range.end <= body.range.end;
        const bool isBlank = before.sliced(each.range.begin, each.range.size()).trimmed().isEmpty()
            && each.replacement.trimmed().isEmpty();
        if (!isInside && !isBlank)
            edit.complaint = QStringLiteral("an edit outside of the body");
    }
    return edit;
}

} // namespace signet
