#include "core/result/given.h"

#include <QCoreApplication>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct OriginText {
    Q_DECLARE_TR_FUNCTIONS(Origin)
};

constexpr std::array<std::pair<Origin::Kind, QLatin1StringView>, 3> originPrefixes{{
    {Origin::Kind::Profile, "profile:"_L1},
    {Origin::Kind::Variable, "env:"_L1},
    {Origin::Kind::File, "hcl:"_L1},
}};

constexpr std::array<std::pair<Origin::Kind, QLatin1StringView>, 3> originTexts{{
    {Origin::Kind::Scenario, "scenario"_L1},
    {Origin::Kind::CurrentFolder, "current directory"_L1},
    {Origin::Kind::Default, "default"_L1},
}};

} // namespace

QString Origin::place() const
{
    if (kind != Kind::File)
        return {};
    return line > 0 ? name + u':' + QString::number(line) : name;
}

QString Origin::toString() const
{
    for (const auto &[one, text] : originTexts) {
        if (one == kind)
            return text;
    }
    for (const auto &[one, prefix] : originPrefixes) {
        if (one == kind)
            return prefix + (kind == Kind::File ? place() : name);
    }
    return name;
}

Origin Origin::fromString(const QString &text)
{
    for (const auto &[kind, word] : originTexts) {
        if (text == word)
            return {kind};
    }
    for (const auto &[kind, prefix] : originPrefixes) {
        if (!text.startsWith(prefix))
            continue;
        const QString rest = text.mid(prefix.size());
        const qsizetype colon = rest.lastIndexOf(u':');
        bool isNumber = false;
        const int line = rest.mid(colon + 1).toInt(&isNumber);
        if (kind == Kind::File && colon > 0 && isNumber)
            return file(rest.left(colon), line);
        return {kind, rest};
    }
    return text.isEmpty() ? Origin() : option(text);
}

QString originWords(const Origin &origin)
{
    switch (origin.kind) {
    case Origin::Kind::Profile:
        return OriginText::tr("the profile %1").arg(origin.name);
    case Origin::Kind::Variable:
        return OriginText::tr("variable %1").arg(origin.name);
    case Origin::Kind::File:
        return origin.place();
    case Origin::Kind::CurrentFolder:
        return OriginText::tr("the current folder");
    case Origin::Kind::Default:
        return OriginText::tr("default");
    case Origin::Kind::Option:
    case Origin::Kind::Scenario:
    case Origin::Kind::Window:
    case Origin::Kind::Unknown:
        return {};
    }
    Q_UNREACHABLE();
}

} // namespace signet
