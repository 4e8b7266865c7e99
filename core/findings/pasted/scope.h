#pragma once

#include "core/findings/finding.h"
#include "core/findings/pasted/statement.h"

namespace signet {

// Whose error it is. A status or a sentence that every service prints means something only where the text
// does not say that another service printed it.
class Scope {
public:
    explicit Scope(const Statement &statement);

    // Whether the finding may be claimed for words at this place of the statement. What stands some lines
    // away in a log speaks of something else; what stands in the same error speaks of it.
    bool allows(const Finding &finding, qsizetype at) const;

private:
    enum Owner { Ours, AzureAtLarge, Foreign };
    bool names(Owner owner, int line) const;

    const Statement &m_statement;
    bool m_ofOtherProvider = false; // Terraform names another provider's block or resource
    bool m_ofOtherService = false; // and it is none of Azure's
    QList<int> m_lines[3]; // where the marks of each owner stand, as indices of the statement's lines
};

} // namespace signet
