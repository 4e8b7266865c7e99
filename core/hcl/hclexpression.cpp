#include "core/hcl/hclexpression.h"

#include "core/hcl/hcllexer.h"
#include "core/hcl/hclparser.h"

#include <algorithm>

namespace signet {

std::optional<QString> HclExpression::literalString() const
{
    if (kind != Kind::Template)
        return {};
    QString literal = QLatin1StringView("");
    for (const HclExpression &part : parts) {
        if (part.kind != Kind::Text)
            return {};
        literal += part.text;
    }
    return literal;
}

const HclExpression *HclExpression::item(QStringView key) const
{
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto &item) {
        const HclExpression &name = item.first;
        if (name.kind == Kind::Traversal)
            return name.path.size() == 1 && name.path.constFirst() == key;
        return name.literalString() == key;
    });
    return found == items.end() ? nullptr : &found->second;
}

HclExpression parseHclExpression(const QByteArray &text)
{
    HclExpression expression;
    parseWholeHclExpression(text, lexHcl(text).tokens, &expression);
    return expression;
}

} // namespace signet
