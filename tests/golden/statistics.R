# What R says to the questions that the house answers itself (src/lib/server/analytics): made by `npm run golden`,
# compared by golden.test.ts to 1e-9. Base R alone, and written from the papers, not from our code.

set.seed(20261121, kind = "Mersenne-Twister", normal.kind = "Inversion", sample.kind = "Rejection")

# --- JSON, since base R has none -------------------------------------------------------------------------------------
json <- function(x) {
  if (is.null(x)) return("null")
  if (is.list(x) || length(x) > 1 || inherits(x, "many")) {
    parts <- vapply(unclass(x), json, "")
    if (!is.null(names(x))) return(paste0("{", paste0("\"", names(x), "\":", parts, collapse = ","), "}"))
    return(paste0("[", paste(parts, collapse = ","), "]"))
  }
  if (is.logical(x)) return(if (is.na(x)) "null" else tolower(as.character(x)))
  if (is.character(x)) return(paste0("\"", x, "\""))
  if (is.na(x)) return("null")
  if (x == round(x) && abs(x) < 1e15) sprintf("%.0f", x) else sprintf("%.17g", x)
}
many <- function(x) structure(as.list(unname(x)), class = "many")
cases <- function(grid, answer) lapply(seq_len(nrow(grid)), function(i) {
  row <- as.list(grid[i, , drop = FALSE])
  c(row, list(is = answer(row)))
})

# --- Functions -------------------------------------------------------------------------------------------------------
log_gamma <- cases(data.frame(x = c(1e-3, 0.1, 0.5, 1, 1.5, 2, 3.7, 10, 123.4, 1e4, 1e7)), function(r) lgamma(r$x))

shapes <- data.frame(a = c(0.5, 0.5, 1, 2, 0.05, 30, 4.2, 900, 27500, 1e6), b = c(0.5, 20, 1, 5, 3, 0.7, 88, 100, 2500, 1e5))
beta_quantile <- do.call(c, lapply(c(1e-6, 0.001, 0.025, 0.5, 0.9, 0.975, 0.9999), function(p)
  cases(cbind(p = p, shapes), function(r) qbeta(r$p, r$a, r$b))))
beta_below <- do.call(c, lapply(c(0.02, 0.3, 0.5, 0.88, 0.9, 0.917, 0.999), function(x)
  cases(cbind(x = x, shapes), function(r) pbeta(r$x, r$a, r$b))))

t_quantile <- cases(expand.grid(p = c(0.0005, 0.025, 0.5, 0.9, 0.975, 0.9999), df = c(1, 2, 3, 9, 29, 147, 9999, 1e6)),
  function(r) qt(r$p, r$df))

binomial <- cases(data.frame(count = c(0, 3, 40, 88, 140, 9000, 59), n = c(10, 10, 50, 100, 148, 10000, 60),
  p = c(0.9, 0.2, 0.92, 0.9, 0.915, 0.9, 0.9)), function(r) pbinom(r$count, r$n, r$p))

# --- Shares and means ------------------------------------------------------------------------------------------------
wilson <- function(x, n) as.vector(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)
counted <- data.frame(count = c(0, 1, 5, 10, 27, 81, 136, 15, 999, 55000), n = c(10, 29, 5, 10, 30, 263, 148, 148, 1000, 60000))
interval <- cases(counted, function(r) many(wilson(r$count, r$n)))

# Newcombe 1998, method 10, from the two Wilson intervals.
newcombe <- function(x1, n1, x2, n2) {
  p <- c(x1 / n1, x2 / n2); one <- wilson(x1, n1); two <- wilson(x2, n2); d <- p[1] - p[2]
  c(d - sqrt((p[1] - one[1])^2 + (two[2] - p[2])^2), d + sqrt((one[2] - p[1])^2 + (p[2] - two[1])^2))
}
difference <- cases(data.frame(x1 = c(56, 9, 6, 10, 136, 0), n1 = c(70, 10, 7, 10, 148, 20), x2 = c(48, 3, 2, 0, 7900, 3),
  n2 = c(80, 10, 7, 20, 9000, 25)), function(r) many(newcombe(r$x1, r$n1, r$x2, r$n2)))

grades <- list(c(1, 2, 3, 4, 5), c(0, 0, 1, 10, 30), c(3, 0, 12, 250, 700), c(0, 1, 0, 0, 9), c(20, 30, 50))
means <- lapply(grades, function(counts) {
  test <- t.test(rep(seq_along(counts), counts))
  list(counts = many(counts), mean = unname(test$estimate), low = max(1, test$conf.int[1]),
    high = min(length(counts), test$conf.int[2]))
})

# --- Kleinman's moments and the posterior of each ---------------------------------------------------------------------
kleinman <- function(x, n) {
  moments <- function(w) {
    mu <- weighted.mean(x / n, w)
    S <- sum(w * (x / n - mu)^2)
    A <- sum(w / n * (1 - w / sum(w)))
    B <- sum(w * (1 - w / sum(w)))
    c(mu, (S - mu * (1 - mu) * A) / (mu * (1 - mu) * (B - A)))
  }
  m <- moments(n); gamma <- max(0, m[2])
  for (i in 1:99) {
    m <- moments(n / (1 + gamma * (n - 1)))
    last <- gamma; gamma <- min(1 - 1e-9, max(0, m[2]))
    if (abs(gamma - last) < 1e-14) break
  }
  size <- min(sum(n), 1 / gamma - 1)
  c(m[1], m[1] * size, (1 - m[1]) * size)
}
peers <- list(
  # Efron and Morris 1975: eighteen batters, hits in their first 45 times at bat in 1970.
  batters = list(x = c(18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7), n = rep(45, 18)),
  officers = { n <- sample(20:2000, 40); list(x = rbinom(40, n, rbeta(40, 90, 8)), n = n) },
  alike = { n <- sample(15:900, 12); list(x = round(n * 0.9), n = n) },
  apart = list(x = c(3, 3, 40, 99, 500), n = c(3, 30, 44, 400, 1000)),
  two = list(x = c(9, 70), n = c(10, 100))
)
shrinkage <- unname(lapply(peers, function(g) {
  prior <- kleinman(g$x, g$n); a <- prior[2] + g$x; b <- prior[3] + g$n - g$x
  list(count = many(g$x), n = many(g$n), prior = many(prior), share = many(a / (a + b)),
    low = many(qbeta(0.025, a, b)), high = many(qbeta(0.975, a, b)))
}))

# --- Indirect standardisation -----------------------------------------------------------------------------------------
mix <- lapply(1:3, function(round) {
  n <- matrix(rpois(6 * 4, c(2, 30, 120, 600)[round + 1] * runif(24)), 6, 4)
  x <- matrix(rbinom(24, n, rep(c(0.75, 0.82, 0.9, 0.94), each = 6)), 6, 4)
  p <- colSums(x) / colSums(n); overall <- sum(x) / sum(n)
  E <- as.vector(n %*% (1 - p)); V <- as.vector(n %*% (p * (1 - p))); O <- rowSums(n - x)
  share <- pmax(0, 1 - O / E * (1 - overall)); weight <- overall * E^2 / ((1 - overall) * V)
  size <- pmax(1, weight); z <- qnorm(0.975)
  # Wilson's interval for a share of a number that is not whole, from the equation it solves.
  ends <- t(mapply(function(s, m) { a <- 1 + z^2 / m; b <- -(2 * s + z^2 / m); sort(Re(polyroot(c(s^2, b, a)))) }, share, size))
  list(n = lapply(1:6, function(i) many(n[i, ])), count = lapply(1:6, function(i) many(x[i, ])), overall = overall,
    ratio = many(O / E), share = many(share), weight = many(weight), low = many(pmax(0, ends[, 1])), high = many(pmin(1, ends[, 2])))
})

# --- Funnel limits ----------------------------------------------------------------------------------------------------
exact <- function(n, p, tail) {
  r <- qbinom(tail, n, p)
  while (r > 0 && pbinom(r - 1, n, p) > tail) r <- r - 1
  while (pbinom(r, n, p) <= tail) r <- r + 1
  alpha <- (pbinom(r, n, p) - tail) / (pbinom(r, n, p) - pbinom(r - 1, n, p))
  max(0, (r - alpha) / n)
}
funnel <- cases(expand.grid(n = c(1, 10, 37, 148, 1500, 60000), centre = c(0.5, 0.9, 0.953), tail = c(0.001, 0.025, 1e-5), phi = c(1, 2.7)),
  function(r) { s <- sqrt(r$phi)
    many(c(max(0, r$centre - s * (r$centre - exact(r$n, r$centre, r$tail))),
      min(1, r$centre + s * (1 - r$centre - exact(r$n, 1 - r$centre, r$tail))))) })

dispersion <- lapply(list(rnorm(5), rnorm(40, sd = 2), c(-9, rnorm(19, sd = 1.4)), 0.3), function(z) {
  edge <- quantile(z, c(0.1, 0.9), type = 7, names = FALSE)
  list(z = many(z), is = max(1, mean(pmin(edge[2], pmax(edge[1], z))^2)))
})

# --- Laney's p' chart -------------------------------------------------------------------------------------------------
laney <- function(x, n) {
  centre <- sum(x) / sum(n); sigma <- sqrt(centre * (1 - centre) / n)
  sigma_z <- mean(abs(diff((x / n - centre) / sigma))) / (2 / sqrt(pi)); reach <- 3 * sigma * max(1, sigma_z)
  list(count = many(x), n = many(n), centre = centre, sigmaZ = sigma_z, low = many(pmax(0, centre - reach)),
    high = many(pmin(1, centre + reach)), beyond = many(abs(x / n - centre) > reach))
}
control <- list(
  laney(rbinom(30, 120, 0.9), rep(120, 30)),
  { n <- sample(30:400, 24); laney(rbinom(24, n, c(rep(0.9, 15), 0.6, rep(0.9, 8))), n) },
  { n <- sample(2000:9000, 36); laney(rbinom(36, n, rbeta(36, 180, 20)), n) }
)

said <- list(R = paste(R.version$major, R.version$minor, sep = "."), logGamma = log_gamma, betaBelow = beta_below,
  betaQuantile = beta_quantile, tQuantile = t_quantile, binomial = binomial, wilson = interval, difference = difference,
  means = means, shrinkage = shrinkage, mix = mix, funnel = funnel, dispersion = dispersion, control = control)
lines <- paste0("  \"", names(said), "\": ", vapply(said, json, ""))
writeLines(c("{", paste0(lines, c(rep(",", length(lines) - 1), "")), "}"), file.path(commandArgs(TRUE)[1], "statistics.json"))
