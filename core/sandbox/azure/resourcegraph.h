#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace signet::sandbox {

// The rows of a query of Azure Resource Graph. Of its language (KQL):
//
//   resources | where ... | project ... | extend ... | order by ... | take n | top n by ... | count
//   operators   == != =~ !~ < <= > >= in in~ !in !in~ contains startswith endswith has, with ! before and
//               _cs behind; and, or, not()
//   functions   tostring tolower toupper isempty isnotempty isnull isnotnull strcat coalesce bag_keys
//               array_length parse_json
//   names       columns, and what is in them: identity.principalId, identity['type'], properties.x[0]
//
// Names are told apart by case, a column that is not there is an error, and a property that is not there
// is null: as in the service.
// Nothing, and `error` set, when the query cannot be read.
std::optional<QList<QJsonObject>> runResourceGraphQuery(const QString &query,
                                                        const QList<QJsonObject> &resources,
                                                        const QList<QJsonObject> &containers, QString *error);

} // namespace signet::sandbox
