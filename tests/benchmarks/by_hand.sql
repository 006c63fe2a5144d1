-- The results of pack.toml as someone writes them who knows DuckDB and wants exactly these: three-valued outcomes, a
-- score with two ends, the tier that is certain and the one that is possible. Lines marked "portfolio" belong to
-- portfolio.toml and are left out without it.

WITH
total AS (SELECT sum(annual_spend) AS spend FROM accounts), -- portfolio
indicators AS (
    SELECT
        *,
        six(annual_spend / nullif(spend_year_ago, 0) - 1) AS growth,
        six(overdue / nullif(annual_spend, 0)) AS late_share,
        datesub('month', customer_since, DATE '2026-06-30') AS tenure,
        six(annual_spend::DOUBLE * margin - 150 * visits) AS contribution,
        round(annual_spend / nullif(employees, 0) * 100) / 100 AS per_head,
        round(annual_spend / (SELECT nullif(spend, 0) FROM total) * 1e10) / 1e10 AS share, -- portfolio
    FROM accounts
),
criteria AS (
    SELECT
        *,
        annual_spend >= 120000 AS big,
        annual_spend >= 0.9 * spend_year_ago AS steady,
        growth >= 0.1 AS growing,
        margin > 0.2 AS profitable,
        late_share <= 0.05 AS pays_well,
        overdue <= credit_limit AND complaints <= 10 AS within_limit,
        city_level = 'prefecture' AS prefecture,
        region IN ('east', 'south') AS coastal,
        employees BETWEEN 100 AND 1000 AS mid_sized,
        tariff LIKE 'ENT-%' AS enterprise,
        contract_end IS NULL AS open_ended,
        tenure >= 36 AS loyal,
        contract_end BETWEEN DATE '2026-06-30' AND DATE '2026-09-28' AS ends_soon,
        CASE
            WHEN visits IS NULL THEN NULL
            WHEN visits >= 12 THEN satisfaction >= 7
            WHEN visits >= 4 THEN satisfaction >= 8
            ELSE satisfaction >= 9
        END AS promoter,
        visits >= 6 OR (products >= 4 AND usage_hours >= 200) AS engaged,
        has_contract AND exclusive AND segment <> 'public' AS tied,
        discount > 0.25 OR (segment = 'retail' AND margin < 0.1) AS price_driven,
        per_head >= 500 AS dense,
        six(contribution / nullif(annual_spend, 0)) >= 0.15 AS worth_it,
        share >= 0.000002 AS large_share, -- portfolio
    FROM indicators
),
points AS (
    SELECT
        *,
        CASE
            WHEN coalesce(big, false)::INT + coalesce(growing, false)::INT + coalesce(pays_well, false)::INT
                + coalesce(loyal, false)::INT + coalesce(promoter, false)::INT >= 3 THEN true
            WHEN coalesce(big, true)::INT + coalesce(growing, true)::INT + coalesce(pays_well, true)::INT
                + coalesce(loyal, true)::INT + coalesce(promoter, true)::INT < 3 THEN false
        END AS sound,
        CASE
            WHEN annual_spend >= 400000 THEN 100
            WHEN annual_spend >= 120000 THEN 85
            WHEN annual_spend >= 60000 THEN 60
            WHEN annual_spend >= 20000 THEN 30
            WHEN annual_spend IS NOT NULL THEN 10
        END AS spend_points,
        CASE
            WHEN growth >= 0.3 THEN 100
            WHEN growth >= 0 THEN six(40 + growth * 200)
            WHEN growth > -0.2 THEN six((growth + 0.2) * 200)
            WHEN growth IS NOT NULL THEN 0
        END AS growth_points,
        CASE
            WHEN margin >= 0.4 THEN 100
            WHEN margin > 0 THEN six(margin * 250)
            WHEN margin IS NOT NULL THEN 0
        END AS margin_points,
        CASE
            WHEN late_share >= 0.1 THEN 0
            WHEN late_share >= 0.05 THEN 30
            WHEN late_share >= 0.02 THEN 70
            WHEN late_share IS NOT NULL THEN 100
        END AS late_points,
        CASE
            WHEN tenure >= 84 THEN 100
            WHEN tenure >= 36 THEN 70
            WHEN tenure >= 12 THEN 40
            WHEN tenure IS NOT NULL THEN 0
        END AS tenure_points,
        CASE WHEN visits >= 12 THEN 100 WHEN visits >= 4 THEN 50 WHEN visits IS NOT NULL THEN 0 END AS visit_points,
        CASE
            WHEN satisfaction >= 9 THEN 100
            WHEN satisfaction > 5 THEN six((satisfaction - 5) * 25)
            WHEN satisfaction IS NOT NULL THEN 0
        END AS smile_points,
        CASE
            WHEN products >= 6 THEN 100
            WHEN products >= 3 THEN 60
            WHEN products >= 1 THEN 20
            WHEN products IS NOT NULL THEN 0
        END AS product_points,
    FROM criteria
),
scores AS (
    SELECT
        *,
        six((
            25 * coalesce(spend_points, 10) + 15 * coalesce(growth_points, 0) + 15 * coalesce(margin_points, 0)
            + 15 * coalesce(late_points, 0) + 10 * coalesce(tenure_points, 0) + 5 * coalesce(visit_points, 0)
            + 10 * coalesce(smile_points, 0) + 5 * coalesce(product_points, 0)
        ) / 100) AS score_low,
        six((
            25 * coalesce(spend_points, 100) + 15 * coalesce(growth_points, 100) + 15 * coalesce(margin_points, 100)
            + 15 * coalesce(late_points, 100) + 10 * coalesce(tenure_points, 100) + 5 * coalesce(visit_points, 100)
            + 10 * coalesce(smile_points, 100) + 5 * coalesce(product_points, 100)
        ) / 100) AS score_high,
    FROM points
)
SELECT
    account_id,
    CASE
        WHEN big AND sound AND score_low >= 70 THEN 'strategic'
        WHEN big AND score_low >= 50 THEN 'key'
        WHEN (growing OR worth_it) AND score_low >= 45 THEN 'growth'
        ELSE 'standard'
    END AS tier,
    CASE
        WHEN coalesce(big AND sound, true) AND score_high >= 70 THEN 'strategic'
        WHEN coalesce(big, true) AND score_high >= 50 THEN 'key'
        WHEN coalesce(growing OR worth_it, true) AND score_high >= 45 THEN 'growth'
        ELSE 'standard'
    END AS tier_possible,
    score_low,
    score_high,
    big,
    steady,
    growing,
    profitable,
    pays_well,
    within_limit,
    prefecture,
    coastal,
    mid_sized,
    enterprise,
    open_ended,
    loyal,
    ends_soon,
    promoter,
    engaged,
    tied,
    price_driven,
    dense,
    worth_it,
    sound,
    large_share, -- portfolio
    growth,
    late_share,
    tenure,
    contribution,
    per_head,
    share, -- portfolio
FROM scores
