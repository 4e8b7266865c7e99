#pragma once

#include "core/hcl/sourcetext.h"
#include "core/result/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace signet {

// A value of a JSON text, with its place.
struct JsonNode {
    enum class Kind { Null, Bool, Number, String, Array, Object };
    struct Member;

    Kind kind = Kind::Null;
    SourceRange range;
    QString text; // String: escapes resolved. Number: as written
    bool boolean = false;
    std::vector<JsonNode> elements; // Array
    std::vector<Member> members; // Object, in the order of the text; a name may come twice

    // The last one of that name, as readers of JSON take it; null when there is none.
    const JsonNode *member(QStringView name) const;
};

struct JsonNode::Member {
    QString name;
    SourceRange nameRange; // with its quotes
    JsonNode value;
};

// A JSON text (RFC 8259) with the place of everything in it: what *.tf.json and *.tfvars.json are
// written in. A byte-order mark is passed over. Copies are cheap.
class JsonFile {
public:
    static JsonFile parse(const QByteArray &text);

    bool isValid() const { return !fault(); }
    const std::optional<SourceFault> &fault() const;
    const QByteArray &text() const;
    const JsonNode &root() const; // Null where the text is not valid

    SourcePosition positionOf(qsizetype offset) const;
    int lineOf(qsizetype offset) const; // from 1

    struct Tree;

private:
    explicit JsonFile(std::shared_ptr<const Tree> tree);
    std::shared_ptr<const Tree> m_tree;
};

// A member of an object: the JSON text of its new value, or gone.
struct MemberEdit {
    QString name;
    std::optional<QByteArray> value;
};

// The smallest change that sets these members; commas, indentation, and line ends follow the surrounding
// text. Fails with edit-not-possible, evidence {reason}.
Result<QList<TextEdit>> editMembers(const JsonFile &file, const JsonNode &object,
                                    const QList<MemberEdit> &members);

// The text as a JSON string, quotes included.
QByteArray jsonQuoted(const QString &text);

} // namespace signet
