#include "core/hcl/jsonfile.h"

#include <QJsonDocument>

#include <cstdio>
#include <cstdlib>

using namespace signet;

namespace {

void require(bool holds, const char *what, const QByteArray &text)
{
    if (holds)
        return;
    std::fprintf(stderr, "%s\n%s\n", what, text.constData());
    std::abort();
}

// Ranges lie in one another, in order.
void checkRanges(const JsonNode &node, SourceRange around, const QByteArray &text)
{
    require(node.range.begin >= around.begin && node.range.end <= around.end && node.range.size() > 0,
            "a range", text);
    for (const JsonNode &element : node.elements)
        checkRanges(element, node.range, text);
    for (const JsonNode::Member &member : node.members) {
        require(node.range.contains(member.nameRange.begin), "the range of a name", text);
        checkRanges(member.value, {member.nameRange.end, node.range.end}, text);
    }
}

void checkEdit(const JsonFile &file, const QList<MemberEdit> &edits)
{
    const auto result = editMembers(file, file.root(), edits);
    if (!result)
        return; // a member stands twice
    const QByteArray after = applied(file.text(), *result);
    const JsonFile changed = JsonFile::parse(after);
    require(changed.isValid(), "not valid after an edit", after);
    for (const MemberEdit &edit : edits)
        require((changed.root().member(edit.name) != nullptr) == edit.value.has_value(), "a member", after);
    std::size_t kept = changed.root().members.size();
    for (const JsonNode::Member &member : file.root().members) {
        const bool isEdited = std::any_of(edits.begin(), edits.end(),
                                          [&](const MemberEdit &edit) { return edit.name == member.name; });
        kept -= isEdited ? 0 : 1;
    }
    const auto wanted = std::count_if(edits.begin(), edits.end(),
                                      [](const MemberEdit &edit) { return edit.value.has_value(); });
    require(kept == std::size_t(wanted), "members were lost", after);
}

} // namespace

// What is read is JSON to Qt as well, ranges are sound, and edits give what was asked.
extern "C" int LLVMFuzzerTestOneInput(const quint8 *data, std::size_t size)
{
    const QByteArray text(reinterpret_cast<const char *>(data), qsizetype(size));
    const JsonFile file = JsonFile::parse(text);
    require(file.text() == text, "another text", text);
    if (!file.isValid())
        return 0;
    const JsonNode &root = file.root();
    checkRanges(root, {0, text.size()}, text);
    if (root.kind != JsonNode::Kind::Object)
        return 0;
    const QString first = root.members.empty() ? QStringLiteral("first") : root.members.front().name;
    const QString last = root.members.empty() ? QStringLiteral("last") : root.members.back().name;
    checkEdit(file, {{first, QByteArray("1")}});
    checkEdit(file, {{last, {}}});
    checkEdit(file, {{QStringLiteral("new\" one"), QByteArray("{\n  \"a\": 1\n}")}});
    if (first != last)
        checkEdit(file, {{first, {}}, {last, {}}, {QStringLiteral("another"), QByteArray("[]")}});
    return 0;
}
