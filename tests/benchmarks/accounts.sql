-- A portfolio of made accounts: the id and twenty facts of every kind, about five in a hundred of them missing.
-- Every value is a hash of its row's number and its column's name: nothing is random, and every run makes the same.

CREATE OR REPLACE MACRO draw(i, name) AS (hash(hash(i, name)) >> 11)::DOUBLE / 9007199254740992;
CREATE OR REPLACE MACRO known(i, name) AS hash(hash(i, name, 'known')) % 100 >= 5;
CREATE OR REPLACE MACRO whole(i, name, low, high) AS low + floor(draw(i, name) * (high - low + 1))::BIGINT;
CREATE OR REPLACE MACRO one_of(i, name, list) AS list[whole(i, name, 1, len(list))];

COPY (
    WITH drawn AS (
        SELECT
            i,
            1000 + 1200000 * draw(i, 'spend') * draw(i, 'spend') * draw(i, 'spend') AS spend
        FROM range(getvariable('accounts')) AS r(i)
    )
    SELECT
        format('A{:07d}', i) AS account_id,
        if(known(i, 'spend'), spend::DECIMAL(18, 2)::DECIMAL(18, 4), NULL) AS annual_spend,
        if(known(i, 'before'), if(draw(i, 'new') < 0.02, 0, spend * (0.6 + 0.8 * draw(i, 'before'))), NULL)
            ::DECIMAL(18, 2)::DECIMAL(18, 4) AS spend_year_ago,
        if(known(i, 'due'), if(draw(i, 'late') < 0.6, 0, spend * 0.2 * draw(i, 'due')), NULL)
            ::DECIMAL(18, 2)::DECIMAL(18, 4) AS overdue,
        if(known(i, 'limit'), whole(i, 'limit', 0, 100) * 1000, NULL)::DECIMAL(18, 4) AS credit_limit,
        if(known(i, 'usage'), round(500 * draw(i, 'usage') * draw(i, 'usage'), 1), NULL) AS usage_hours,
        if(known(i, 'smile'), whole(i, 'smile', 10, 100) / 10, NULL) AS satisfaction,
        if(known(i, 'margin'), whole(i, 'margin', -1000, 5000) / 10000, NULL) AS margin,
        if(known(i, 'discount'), whole(i, 'discount', 0, 40) / 100, NULL) AS discount,
        if(known(i, 'visits'), whole(i, 'visits', 0, 24), NULL) AS visits,
        if(known(i, 'wrong'), whole(i, 'wrong', 0, 15), NULL) AS complaints,
        if(known(i, 'products'), whole(i, 'products', 1, 10), NULL) AS products,
        if(known(i, 'staff'), whole(i, 'staff', 0, 3000), NULL) AS employees,
        if(known(i, 'region'), one_of(i, 'region', ['north', 'east', 'south', 'west', 'central']), NULL) AS region,
        if(known(i, 'city'), one_of(i, 'city', ['prefecture', 'county', 'province']), NULL) AS city_level,
        if(known(i, 'segment'), one_of(i, 'segment', ['industry', 'retail', 'finance', 'public']), NULL) AS segment,
        if(known(i, 'contract'), draw(i, 'contract') < 0.7, NULL) AS has_contract,
        if(known(i, 'only'), draw(i, 'only') < 0.3, NULL) AS exclusive,
        if(known(i, 'since'), DATE '2012-01-01' + whole(i, 'since', 0, 5200)::INTEGER, NULL) AS customer_since,
        if(known(i, 'end'), DATE '2026-01-01' + whole(i, 'end', 0, 1000)::INTEGER, NULL) AS contract_end,
        if(known(i, 'tariff'), one_of(i, 'tariff', ['ENT', 'SME', 'PRO']) || '-' || whole(i, 'code', 1, 400), NULL)
            AS tariff
    FROM drawn
    ORDER BY i
) TO (getvariable('file')) (FORMAT parquet);
